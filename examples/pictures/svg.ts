/** Text or an attribute's value, as XML takes it. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** An element with its attributes in their order. */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ""): string {
  const told = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return content === "" ? `<${name}${told.join("")}/>` : `<${name}${told.join("")}>${content}</${name}>`;
}

/** Whole pixels, or hundredths of them: more digits differ from machine to machine. */
export const pixels = (value: number): number => Math.round(value * 100) / 100;

/** A picture of a size, with a title for those who do not see it. */
export function picture(
  size: { width: number; height: number },
  title: string,
  style: string,
  content: string[],
): string {
  const { width, height } = size;
  const lines = [
    element("title", {}, escaped(title)),
    element("style", {}, style.trim().replace(/\s*\n\s*/g, " ")),
    ...content,
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("svg", attributes, `\n${lines.map((line) => `  ${line}`).join("\n")}\n`)}\n`;
}
