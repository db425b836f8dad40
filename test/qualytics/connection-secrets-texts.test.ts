import { redactCredentials } from "dqgate/qualytics";
import { describe, expect, it } from "vitest";

describe("redactCredentials", () => {
  const X = "*** redacted ***";
  it.each([
    ["postgresql://u:p@ss/w?rd@host:5432/x", `postgresql://${X}@host:5432/x`],
    ["mongodb+srv://u:p@h", `mongodb+srv://${X}@h`],
    ["redis://:hunter2@h:6379", `redis://${X}@h:6379`],
    ["jdbc:oracle:thin:scott/tiger@//h:1521/s", `jdbc:oracle:thin:${X}@//h:1521/s`],
    ["Server=h;User Id=u;Password=p w;Encrypt=true", `Server=h;User Id=u;Password=${X};Encrypt=true`],
    ["jdbc:x://h;password={a;b};y=1", `jdbc:x://h;password=${X};y=1`],
    ["https://h/?sig=abc&sv=1", `https://h/?sig=${X}&sv=1`],
    ["https://h/?X-Amz-Signature=abc&X-Amz-Credential=k", `https://h/?X-Amz-Signature=${X}&X-Amz-Credential=${X}`],
    ["AccountName=n;AccountKey=abc==;EndpointSuffix=e", `AccountName=n;AccountKey=${X};EndpointSuffix=e`],
    ['{\\"password\\": \\"x\\", \\"role\\": \\"r\\"}', `{\\"password\\": \\"${X}\\", \\"role\\": \\"r\\"}`],
    ["Bearer abcdefghijkl", X],
  ])("masks %s", (text, masked) => {
    expect(redactCredentials(text)).toBe(masked);
    expect(redactCredentials(masked)).toBe(masked);
  });

  it.each([
    "https://host:8443/path@v2",
    "abfss://container@account.dfs.core.windows.net/x",
    "s3://bucket/folder",
    "FATAL: password authentication failed for user reader",
    "role=READER&warehouse=WH",
    "a token that expired",
    "",
  ])("leaves %s alone", (text) => {
    expect(redactCredentials(text)).toBe(text);
  });

  it("takes no time that grows with the square of a long text", () => {
    const started = performance.now();
    redactCredentials("A".repeat(400_000));
    redactCredentials(`${"a b ".repeat(100_000)}=`);
    redactCredentials("\\".repeat(200_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
