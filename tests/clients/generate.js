// Writes the types of the document's operations and schemas; what is bytes is a Blob.
import { mkdir, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";

const document = new URL("../../api-specs/connect311-v1.json", import.meta.url);
const types = new URL("obj/connect311.d.ts", import.meta.url);
const blob = ts.factory.createTypeReferenceNode(ts.factory.createIdentifier("Blob"));

const nodes = await openapiTS(document, { transform: ({ format }) => (format === "binary" ? blob : undefined) });
await mkdir(new URL("obj", import.meta.url), { recursive: true });
await writeFile(types, astToString(nodes));
