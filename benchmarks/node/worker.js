// node worker.js ENGINE TEMPLATE: for each line of standard input, an array of contexts, renders each and answers with
// {"wall", "cpu"} in milliseconds a document and the last document in base64. Libraries are those of NODE_PATH.
const fs = require("fs");
const readline = require("readline");

const [engine, path] = process.argv.slice(2);
const template = fs.readFileSync(path);
const engines = { docxtemplater, carbone };

function docxtemplater() {
  const PizZip = require("pizzip");
  const Docxtemplater = require("docxtemplater");
  return (context) => {
    const page = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
    page.render(context);
    return page.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
  };
}

function carbone() {
  const made = require("util").promisify(require("carbone").render);
  return (context) => made(path, context, {});
}

async function main() {
  const render = engines[engine]();
  console.log("ready");
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const contexts = JSON.parse(line);
    const wall = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    let last = null;
    for (const context of contexts) last = await render(context);
    const used = process.cpuUsage(cpu);
    const answer = {
      wall: Number(process.hrtime.bigint() - wall) / 1e6 / contexts.length,
      cpu: (used.user + used.system) / 1e3 / contexts.length,
      last: Buffer.from(last).toString("base64"),
    };
    console.log(JSON.stringify(answer));
  }
  process.exit(0);
}

main();
