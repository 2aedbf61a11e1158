// Runs alex and retext-equality over sentences: JSON lines {"text"} in, {"alex", "retext-equality"} out (was anything said?).
import { createInterface } from "node:readline";
import { text as alex } from "alex";
import retextEnglish from "retext-english";
import retextEquality from "retext-equality";
import retextStringify from "retext-stringify";
import { unified } from "unified";

const equality = unified().use(retextEnglish).use(retextEquality).use(retextStringify);
for await (const line of createInterface({ input: process.stdin })) {
  const { text } = JSON.parse(line);
  const said = await equality.process(text);
  console.log(JSON.stringify({ alex: alex(text).messages.length > 0, "retext-equality": said.messages.length > 0 }));
}
