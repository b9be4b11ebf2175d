#!/usr/bin/env python3
"""Says where the CPU time of a flight recording went, by part of the gateway.

    checks/benchmarks/load/costs.py load.jfr           a recording that run.py --profile wrote; jfr of the JDK on the PATH
                                                       or in JAVA_HOME

Each sample counts once, for the first frame from the top of its stack that belongs to a part below; then the
methods on top of the stacks and, with everything they call, the gateway's own methods.
"""
import collections
import json
import os
import re
import subprocess
import sys

PARTS = [(part, re.compile(pattern)) for part, pattern in (
    ("gateway: domain", r"dev\.stellwerk\.domain\."),
    ("gateway: application", r"dev\.stellwerk\.application\."),
    ("gateway: HTTP inbound", r"dev\.stellwerk\.adapters\.http\.inbound"),
    ("gateway: HTTP upstream", r"dev\.stellwerk\.adapters\.http\.upstream"),
    ("gateway: the rest", r"dev\.stellwerk\."),
    ("Jackson", r"com\.fasterxml\."),
    ("HTTP client (Apache)", r"org\.apache\.hc\."),
    ("HTTP server (Helidon)", r"io\.helidon\."),
    ("SQL", r"org\.(h2|jooq)\.|com\.zaxxer\."),
    ("JDK: threads and scheduling", r"java\.util\.concurrent\.|java\.lang\.(VirtualThread|Thread)|jdk\.internal\.vm\."),
)]


def samples(recording):
    jfr = os.path.join(os.environ["JAVA_HOME"], "bin", "jfr") if "JAVA_HOME" in os.environ else "jfr"
    printed = subprocess.run([jfr, "print", "--json", "--stack-depth", "64", "--events", "jdk.CPUTimeSample", recording],
                             stdout=subprocess.PIPE, check=True).stdout
    for event in json.loads(printed)["recording"]["events"]:
        trace = event["values"].get("stackTrace")
        if trace:
            yield [f"{frame['method']['type']['name'].replace('/', '.')}.{frame['method']['name']}"
                   for frame in trace["frames"]]


def part(stack):
    for method in stack:
        for name, pattern in PARTS:
            if pattern.match(method):
                return name
    return "JDK: the rest"


def show(title, counts, total, rows):
    print(f"\n{title}")
    for name, count in counts.most_common(rows):
        print(f"  {count / total:6.1%}  {name}")


def main():
    parts, tops, own = collections.Counter(), collections.Counter(), collections.Counter()
    total = 0
    for stack in samples(sys.argv[1]):
        total += 1
        parts[part(stack)] += 1
        tops[stack[0]] += 1
        own.update({method for method in stack if method.startswith("dev.stellwerk.")})
    if not total:
        sys.exit("no CPU time samples in " + sys.argv[1])
    print(f"{total} samples")
    show("By part, the caller nearest to the top of the stack that belongs to one:", parts, total, 20)
    show("Methods on top of the stack:", tops, total, 25)
    show("The gateway's methods, with what they call:", own, total, 40)


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main()
