// Renders openapi.json as a page. Everything is set as text, nothing as markup.
"use strict";

const make = (tag, props, ...children) => {
  const node = Object.assign(document.createElement(tag), props);
  node.append(...children.filter((c) => c !== null && c !== undefined));
  return node;
};

let schemas = {};

const named = (schema) => (schema && schema.$ref ? schema.$ref.split("/").pop() : null);

// A short sketch of a schema: names and types, two levels of references deep.
const sketch = (schema, depth = 0) => {
  if (!schema) return "any";
  const name = named(schema);
  if (name) return depth > 2 ? name : sketch(schemas[name], depth + 1);
  if (schema.enum) return schema.enum.map((v) => JSON.stringify(v)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const many = schema.oneOf || schema.anyOf;
  if (many) return [...new Set(many.map((s) => sketch(s, depth)))].join(" | ");
  if (schema.allOf) {
    const parts = schema.allOf.map((s) => sketch(s, depth));
    const objects = parts.filter((p) => p && typeof p === "object" && !Array.isArray(p));
    return objects.length === parts.length ? Object.assign({}, ...objects) : parts.join(" & ");
  }
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type;
  if (schema.type === "array" || (Array.isArray(schema.type) && schema.type.includes("array"))) return [sketch(schema.items, depth)];
  if (schema.properties) {
    const required = new Set(schema.required || []);
    return Object.fromEntries(
      Object.entries(schema.properties).map(([k, v]) => [required.has(k) ? k : `${k}?`, sketch(v, depth + 1)]),
    );
  }
  return schema.format ? `${type} (${schema.format})` : type || "any";
};

const shape = (title, content) => {
  const out = make("div", {});
  for (const [kind, media] of Object.entries(content || {})) {
    const known = named(media.schema);
    out.append(make("p", {}, `${title} · ${kind}${known ? ` · ${known}` : ""}`));
    if (kind !== "application/problem+json") out.append(make("pre", {}, JSON.stringify(sketch(media.schema), null, 2)));
  }
  return out;
};

const operation = (path, verb, op) => {
  const inside = make("div", { className: "inside" }, make("p", {}, op.description || op.summary || ""));
  if (op.parameters && op.parameters.length) {
    const rows = op.parameters.map((p) =>
      make("tr", {}, make("td", {}, make("code", {}, p.name)), make("td", {}, p.in), make("td", {}, String(sketch(p.schema))), make("td", {}, p.description || "")),
    );
    inside.append(make("table", {}, make("tbody", {}, ...rows)));
  }
  if (op.requestBody) inside.append(shape("Body", op.requestBody.content));
  for (const [status, answer] of Object.entries(op.responses || {})) {
    inside.append(answer.content ? shape(status, answer.content) : make("p", {}, `${status} ${answer.description || ""}`));
  }
  return make(
    "details",
    {},
    make("summary", {}, make("span", { className: `verb ${verb}` }, verb.toUpperCase()), make("code", {}, path), make("span", {}, op.summary || "")),
    inside,
  );
};

const render = (api) => {
  schemas = (api.components && api.components.schemas) || {};
  document.getElementById("about").textContent = api.info.description || "";
  const groups = new Map();
  for (const [path, item] of Object.entries(api.paths)) {
    for (const verb of ["get", "post", "put", "patch", "delete"]) {
      const op = item[verb];
      if (!op) continue;
      const tag = (op.tags && op.tags[0]) || "other";
      if (!groups.has(tag)) groups.set(tag, []);
      groups.get(tag).push(operation(path, verb, op));
    }
  }
  const list = document.getElementById("list");
  list.replaceChildren();
  for (const [tag, nodes] of groups) list.append(make("section", {}, make("h2", {}, tag), ...nodes));
  document.getElementById("find").addEventListener("input", (e) => {
    const word = e.target.value.toLowerCase();
    for (const section of list.children) {
      let any = false;
      for (const node of section.querySelectorAll("details")) {
        node.hidden = !node.textContent.toLowerCase().includes(word);
        any ||= !node.hidden;
      }
      section.hidden = !any;
    }
  });
};

fetch("/api/v1/openapi.json")
  .then((r) => r.json())
  .then(render)
  .catch(() => {
    document.getElementById("list").textContent = "The document could not be loaded.";
  });
