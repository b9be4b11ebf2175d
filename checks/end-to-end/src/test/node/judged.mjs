// What the cases against judging providers share: where everything is, and what the providers saw.
import assert from "node:assert/strict";

export const { GATEWAY_URL, GATEWAY_KEY, OPENAI_JUDGE_URL, ANTHROPIC_JUDGE_URL } = process.env;

/** The least picture there is: one pixel, 70 bytes. */
export const PICTURE =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const SCHEMA = {
  type: "object",
  properties: { city: { type: "string" }, degrees: { type: "integer" } },
  required: ["city", "degrees"],
  additionalProperties: false,
};

export const WEATHER = {
  name: "get_weather",
  description: "The weather of a city",
  parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
};

/** Models behind the gateway, each with how its provider calls itself and where that provider is. */
export const MODELS = [
  { model: "gpt", provider: "OpenAI", judge: OPENAI_JUDGE_URL },
  { model: "claude", provider: "Anthropic", judge: ANTHROPIC_JUDGE_URL },
];

/** Waits until a provider has seen one more stream left than before. */
export const untilLeft = async (judge, before) => {
  const end = Date.now() + 10_000;
  while ((await seen(judge)).left <= before) {
    assert.ok(Date.now() < end, "the provider never saw its stream being left");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

export const seen = async (judge) => (await fetch(`${judge}/judge`)).json();

export const all = async (items) => {
  const list = [];
  for await (const item of items) list.push(item);
  return list;
};
