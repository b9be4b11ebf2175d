#!/usr/bin/env python3
"""Makes model-facts.txt, the table of models that comes with the gateway, from a model map in LiteLLM's format.

    make.py model_prices_and_context_window.json TAKEN

TAKEN is the day on which the map was taken (2026-11-30); it is written into the table. The map is the file of that name
in LiteLLM's public repository (BerriAI/litellm); it lies outside of its folder `enterprise` and is under the MIT licence,
Copyright 2023 Berri AI, which the table repeats. To renew the table: fetch the map, run this, read the difference, run
the tests of adapters-persistence (prices of well-known models stand in them), commit.

One line is one model: its name, a tab, its provider, a tab, and what is known of it, separated by spaces: the number of
its set of abilities, then `key=value`. A value is a number, a text, `[a,b]` or `{key:value,...}`. The head of the table
says which words stand for longer ones (a key may go on behind an underscore), and what the sets are: `+ability` is
`"supports_ability": true`, `-ability` is false. Lines are sorted by name, bytewise, because names are searched by halving.
What is not known is absent, but a model without a mode is for chats.
"""
import json
import sys
from pathlib import Path

TABLE = Path(__file__).parent.parent / "resources/dev/stellwerk/adapters/persistence/config/provider/model-facts.txt"

# Shortened where a key begins with it: alone, or before an underscore.
SHORT = {
    "in": "input_cost_per_token",
    "out": "output_cost_per_token",
    "read": "cache_read_input_token_cost",
    "write": "cache_creation_input_token_cost",
    "thought": "output_cost_per_reasoning_token",
    "maxin": "max_input_tokens",
    "maxout": "max_output_tokens",
    "max": "max_tokens",
    "until": "deprecation_date",
    "ends": "supported_endpoints",
    "takes": "supported_modalities",
    "gives": "supported_output_modalities",
    "search": "search_context_cost_per_query",
    "high": "search_context_size_high",
    "low": "search_context_size_low",
    "medium": "search_context_size_medium",
    "cachemin": "prompt_cache_min_tokens",
    "audioin": "input_cost_per_audio_token",
    "audioout": "output_cost_per_audio_token",
    "imagein": "input_cost_per_image_token",
    "imageout": "output_cost_per_image_token",
}
LONG_FIRST = sorted(SHORT.items(), key=lambda item: -len(item[1]))

# Nothing that is asked of this gateway is counted in these.
LEFT_OUT = {"litellm_provider", "tiered_pricing", "guardrail_cost_per_unit", "input_dbu_cost_per_token", "output_dbu_cost_per_token"}


def shortened(key):
    for short, long in LONG_FIRST:
        if key == long or key.startswith(long + "_"):
            return short + key[len(long):]
    return key


def text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(int(value)) if value == int(value) else repr(value).replace("e-0", "e-")
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(shortened(k) + ":" + text(v) for k, v in sorted(value.items())) + "}"
    if any(c in value for c in " \t\n[]{},"):
        raise SystemExit("cannot be written: " + value)
    return value


def in_tiers(fields):
    """Prices by the length of the prompt: those of the first range, the others as prices above its end."""
    flat = dict(fields)
    for tier in fields.get("tiered_pricing", []):
        if "range" not in tier:
            continue
        start = int(tier["range"][0])
        if start % 1000:
            raise SystemExit("a range that begins at no thousand: %s" % start)
        suffix = "_above_%dk_tokens" % (start // 1000) if start else ""
        for key, price in tier.items():
            if key != "range":
                flat[key + suffix] = price
    return flat


def abilities(fields):
    return " ".join(
        ("+" if value else "-") + key[len("supports_"):]
        for key, value in sorted(fields.items())
        if key.startswith("supports_") and isinstance(value, bool)
    )


def line(name, fields, sets):
    words = [str(sets.index(abilities(fields)))]
    for key, value in sorted(in_tiers(fields).items()):
        is_ability = key.startswith("supports_") and isinstance(value, bool)
        usual = (key, value) == ("mode", "chat") or (key == "max_tokens" and value == fields.get("max_output_tokens"))
        if key not in LEFT_OUT and value is not None and not is_ability and not usual:
            words.append(shortened(key) + "=" + text(value))
    return "\t".join([name, fields["litellm_provider"], " ".join(words)])


def main():
    source, taken = sys.argv[1:]
    models = json.loads(Path(source).read_text())
    models.pop("sample_spec", None)
    head = [
        "## Public list prices in US dollars, context sizes and abilities of models. Made by src/main/model-facts/make.py, which says how",
        "## to renew it, from LiteLLM's model map of %s: MIT licence, Copyright 2023 Berri AI." % taken,
    ]
    head += ["# %s %s" % pair for pair in SHORT.items()]
    sets = sorted({abilities(fields) for fields in models.values()})
    head += ["# %d %s" % pair for pair in enumerate(sets)]
    lines = [line(name, fields, sets) for name, fields in sorted(models.items(), key=lambda m: m[0].encode()) if "*" not in name]
    TABLE.write_text("\n".join(head + lines) + "\n")
    print("%d models, %d bytes" % (len(lines), TABLE.stat().st_size))


if __name__ == "__main__":
    main()
