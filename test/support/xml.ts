/** An element as read. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const NAME = "[A-Za-z_][\\w.-]*";
const OPENING = new RegExp(`^<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`);
const ATTRIBUTE = new RegExp(`\\s+(${NAME})="([^"<]*)"`, "g");
const CLOSING = new RegExp(`^</(${NAME})\\s*>`);
const NOT_ALLOWED = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Reads XML as strictly as a parser does that takes no DTD; throws where it is not well-formed. Gives the root. */
export function parseXml(xml: string): XmlElement {
  if (NOT_ALLOWED.test(xml)) throw new Error("a character that XML does not allow");
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(xml);
  if (declaration === null) throw new Error("no declaration");
  const document: XmlElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [document];
  for (let rest = xml.slice(declaration[0].length); rest !== ""; ) {
    const parent = open.at(-1) as XmlElement;
    const [text] = /^[^<]+/.exec(rest) ?? [];
    const opening = OPENING.exec(rest);
    const closing = CLOSING.exec(rest);
    if (text !== undefined) {
      if (text.includes("]]>")) throw new Error("]]> in a text");
      parent.text += decoded(text);
    } else if (opening !== null) {
      const [, name, attributes, isEmpty] = opening as unknown as [string, string, string, string];
      const element: XmlElement = { name, attributes: attributesOf(attributes), children: [], text: "" };
      parent.children.push(element);
      if (isEmpty === "") open.push(element);
    } else if (closing !== null) {
      if (open.pop()?.name !== closing[1]) throw new Error(`</${closing[1]}> closes nothing`);
    } else throw new Error(`no XML: ${rest.slice(0, 40)}`);
    rest = rest.slice((text ?? opening?.[0] ?? closing?.[0] ?? rest).length);
  }
  const [root] = document.children;
  if (open.length !== 1 || root === undefined || document.children.length !== 1 || document.text.trim() !== "")
    throw new Error("not one closed root");
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, value] of text.matchAll(ATTRIBUTE) as Iterable<[string, string, string]>) {
    if (Object.hasOwn(found, name)) throw new Error(`${name} twice`);
    found[name] = decoded(value.replace(/[\t\n\r]/g, " ")); // As a parser does with those that are not written as references.
  }
  return found;
}

const decoded = (text: string): string =>
  text.replace(/&([^;]*;?)/g, (_, reference: string) => {
    const [, decimal, named] = /^(?:#(\d+)|(\w+));$/.exec(reference) ?? [];
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (named !== undefined && Object.hasOwn(NAMED, named)) return NAMED[named] as string;
    throw new Error(`&${reference} is no reference`);
  });
