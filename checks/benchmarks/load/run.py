#!/usr/bin/env python3
"""Puts the same load on nginx as a bare proxy and on the gateway, in turns, and prints both side by side as Markdown.

    checks/benchmarks/load/run.py                      needs wrk, nginx and a built zip (./mvnw verify)
    checks/benchmarks/load/run.py --profile load.jfr   also records a flight recording of the gateway under load
    checks/benchmarks/load/run.py --beside before=DIR  also loads another unpacked distribution, in the same turns

One machine runs the load, the proxies and the upstream, so figures of two machines or two days do not compare;
the ratios to nginx, measured in the same minutes, do.
"""
import argparse
import datetime
import glob
import json
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

import servers

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
PROMPT = "The interlocking makes a forbidden route impossible. "


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=10, help="length of a round (10)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds for each server and kind of answer (3)")
    parser.add_argument("--warmup", type=int, default=90, help="most seconds of load before the rounds; it ends when the cost of "
                        "a request has stopped falling (90)")
    parser.add_argument("--connections", type=int, default=32, help="kept connections, each with one request at a time (32)")
    parser.add_argument("--prompt", type=int, default=500, help="bytes of the prompt (500)")
    parser.add_argument("--kinds", default="plain,stream", help="plain, stream, and the same asked for in the "
                        "Messages API and translated: messages, messages-stream (plain,stream)")
    parser.add_argument("--home", help="an unpacked distribution instead of the newest zip in distribution/target")
    parser.add_argument("--beside", metavar="NAME=DIR", help="another unpacked distribution to be compared with")
    parser.add_argument("--profile", metavar="FILE", help="write a flight recording of the gateway to FILE")
    parser.add_argument("--no-start-times", action="store_true", help="leave out the ten starts")
    options = parser.parse_args()
    kinds = options.kinds.split(",")
    if any(("stream" if streams(kind) else "plain") not in kinds for kind in kinds):
        parser.error("messages are measured beside plain, and messages-stream beside stream: name both")
    return options


def need_tools():
    os.environ["PATH"] += ":/usr/sbin"      # where Debian puts nginx, which is not on everybody's PATH
    missing = [tool for tool in ("wrk", "nginx") if not shutil.which(tool)]
    if missing:
        sys.exit(f"missing: {' and '.join(missing)}; on Debian or Ubuntu: apt-get install {' '.join(missing)}")


def distribution(options, folder):
    if options.home:
        return os.path.abspath(options.home)
    zips = glob.glob(os.path.join(ROOT, "distribution", "target", "**", "stellwerk-*.zip"), recursive=True)
    if not zips:
        sys.exit("no zip in distribution/target: run ./mvnw -pl distribution -am package first")
    return servers.unpack(max(zips, key=os.path.getmtime), os.path.join(folder, "gateway"))


def streams(kind):
    return kind.endswith("stream")


def translated(kind):
    return kind.startswith("messages")


def question(kind, prompt):
    """Path and body of one request."""
    body = {"model": "gpt-4o-stream" if streams(kind) else "gpt-4o", "messages": [{"role": "user", "content": prompt}],
            **({"stream": True} if streams(kind) else {})}
    if translated(kind):
        return "/v1/messages", {**body, "max_tokens": 100, "metadata": {"user_id": "customer-eu"}}
    return "/v1/chat/completions", {**body, "user": "customer-eu"}


# ---- load --------------------------------------------------------------------------------
def script(folder, name, kind, key, prompt):
    """wrk's script for one kind of answer: the same request for every server, and the result as JSON."""
    route, body = question(kind, (PROMPT * (prompt // len(PROMPT) + 1))[:prompt])
    path = os.path.join(folder, name + ".lua")
    with open(path, "w") as f:
        f.write(f"""
wrk.method = "POST"
wrk.path = "{route}"
wrk.body = {json.dumps(json.dumps(body))}
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer {key}"
done = function(summary, latency)
    local e = summary.errors
    print(string.format('{{"requests":%d,"seconds":%f,"p50":%f,"p99":%f,"refused":%d,"broken":%d}}',
        summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
        e.status, e.connect + e.read + e.write + e.timeout))
end
""")
    return path


def load(server, url, lua, connections, seconds):
    """One round: what wrk saw and what the server used for it."""
    before = server.cpu_seconds()
    wrk = subprocess.run(["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", lua, url],
                         stdout=subprocess.PIPE, text=True, timeout=seconds + 60, check=True)
    seen = json.loads(wrk.stdout.strip().splitlines()[-1])
    if seen["refused"] or seen["broken"]:
        sys.exit(f"not every request was answered with 200 by {url}: {seen}; see {server.log}:\n{server.said()[-2000:]}")
    return {"requests": seen["requests"], "rate": seen["requests"] / seen["seconds"], "p50": seen["p50"], "p99": seen["p99"],
            "cpu": (server.cpu_seconds() - before) / seen["requests"] * 1e6, "rss": server.rss_mib()}


def warm_up(server, url, lua, options):
    """Load until ten seconds have passed in which a request did not get 3 % cheaper than ever before."""
    best, since, rounds = float("inf"), 0, []
    for _ in range(0, options.warmup, 5):
        rounds.append(load(server, url, lua, options.connections, 5))
        since = 0 if rounds[-1]["cpu"] < best * 0.97 else since + 1
        best = min(best, rounds[-1]["cpu"])
        if since == 2:
            return rounds
    print(f"{url} was still getting cheaper after {options.warmup} s of load", file=sys.stderr)
    return rounds


def check(url, kind, key):
    """The answer that will be asked for thousands of times is the right one."""
    status, body = servers.call(url, *question(kind, "hello"), key)
    end = b"message_stop" if translated(kind) else b"[DONE]"
    if status != 200 or (b"green" not in body) or (streams(kind) and end not in body):
        sys.exit(f"{url} answered {status} to a {kind} request: {body[:500]!r}")


def check_usage(gateway, key, answered, unread_max):
    """Every answer was paid for once; wrk does not count those that are on their way when its time is over."""
    recorded = gateway.requests_paid(key, answered)
    if not answered <= recorded <= answered + unread_max:
        sys.exit(f"the key paid for {recorded:,} requests, {answered:,} were answered")
    print(f"{answered:,} requests answered, each paid for: the key's spend is that of {recorded:,}", file=sys.stderr)


# ---- report ------------------------------------------------------------------------------
def machine(home):
    with open("/proc/cpuinfo") as f:
        models = [line.split(":", 1)[1].strip() for line in f if line.startswith("model name")]
    with open("/proc/meminfo") as f:
        memory = int(f.readline().split()[1]) / 1024 / 1024
    find = f'. "{home}/bin/find-java.sh"; find_java java; "$JAVA_HOME/bin/java" -version 2>&1'
    java = subprocess.run(["sh", "-c", find], capture_output=True, text=True).stdout.splitlines()
    nginx = subprocess.run(["nginx", "-v"], capture_output=True, text=True).stderr.strip().rpartition("/")[2]
    return (f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, Linux "
            f"{platform.release()}; {java[-1] if java else 'JDK unknown'}; nginx {nginx}; "
            f"load average before the run {os.getloadavg()[0]:.2f}")


def median(rounds, what):
    return statistics.median(one[what] for one in rounds)


def table(results):
    """A row for each kind of answer and server, each figure the median of its rounds."""
    lines = ["| answer | server | requests/s | to nginx | p50 | p99 | own CPU per request | to nginx | RSS |",
             "|---|---|---:|---:|---:|---:|---:|---:|---:|"]
    for (kind, name), rounds in results.items():
        bare = results["stream" if streams(kind) else "plain", "nginx"]  # a bare proxy translates nothing
        lines.append(
            f"| {kind} | {name} | {median(rounds, 'rate'):,.0f} | {median(rounds, 'rate') / median(bare, 'rate'):.2f} "
            f"| {median(rounds, 'p50'):.2f} ms | {median(rounds, 'p99'):.2f} ms | {median(rounds, 'cpu'):.1f} µs "
            f"| {median(rounds, 'cpu') / median(bare, 'cpu'):.1f} | {rounds[-1]['rss']:,.0f} MiB |")
    return "\n".join(lines)


def spread(results):
    """Every round, so that a noisy machine shows."""
    return "\n".join(
        f"* {kind}, {name}: " + ", ".join(f"{one['rate']:,.0f}/s at {one['cpu']:.1f} µs" for one in rounds)
        for (kind, name), rounds in results.items())


# ---- the run -----------------------------------------------------------------------------
def measure(options, folder, home, upstream_port, bare_ports):
    bare = servers.proxy(folder, bare_ports, upstream_port, options.connections)
    profile = ""
    if options.profile:
        profile = (f"-XX:StartFlightRecording:filename={os.path.abspath(options.profile)},settings=profile,"
                   "jdk.CPUTimeSample#enabled=true,dumponexit=true -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints")
    gateways = {"Stellwerk": servers.Gateway(home, os.path.join(folder, "serving"), upstream_port, profile)}
    if options.beside:
        name, _, other = options.beside.partition("=")
        gateways[name] = servers.Gateway(os.path.abspath(other), os.path.join(folder, "beside"), upstream_port)
    keys = {name: gateway.new_key() for name, gateway in gateways.items()}
    results, loads, turns = {}, {name: [] for name in gateways}, []
    for kind in options.kinds.split(","):
        luas = {name: script(folder, f"{kind}-{name}", kind, key, options.prompt) for name, key in keys.items()}
        targets = {} if translated(kind) else {"nginx": (bare, f"http://127.0.0.1:{bare_ports[kind]}")}
        targets |= {name: (gateway, gateway.url) for name, gateway in gateways.items()}
        for name, (server, url) in targets.items():
            lua = luas.get(name, luas["Stellwerk"])
            servers.await_ready(server, lambda: servers.call(url, "/")[0])
            check(url, kind, keys.get(name, "of-nobody"))
            loads.setdefault(name, []).extend(warm_up(server, url, lua, options))
            turns.append((kind, name, server, url, lua))
    for number in range(options.rounds):        # kinds in turns, so that none of them is served by a warmer machine
        for kind, name, server, url, lua in turns:
            loads[name].append(load(server, url, lua, options.connections, options.seconds))
            results.setdefault((kind, name), []).append(loads[name][-1])
            print(f"{kind} round {number + 1}: {name} {loads[name][-1]['rate']:,.0f}/s", file=sys.stderr)
    for name, gateway in gateways.items():
        check_usage(gateway, keys[name], len(options.kinds.split(",")) + sum(one["requests"] for one in loads[name]),
                    len(loads[name]) * options.connections)
    if options.profile:
        print("CPU by thread: " + ", ".join(f"{name} {share:.0%}" for name, share in gateways["Stellwerk"].cpu_by_thread()))
    for gateway in gateways.values():
        gateway.stop()
    return results


def main():
    options = arguments()
    need_tools()
    with tempfile.TemporaryDirectory(prefix="stellwerk-load-") as folder:
        home = distribution(options, folder)
        facts = machine(home)
        upstream_port, plain, stream = servers.free_ports(3)
        servers.upstream(folder, upstream_port)
        results = measure(options, folder, home, upstream_port, {"plain": plain, "stream": stream})
        if not options.no_start_times:
            first, again, idle = servers.start_times(home, folder, upstream_port)
    print(f"\n`{shlex.join([os.path.relpath(sys.argv[0], ROOT), *sys.argv[1:]])}`, {datetime.date.today()}  \n{facts}  ")
    print(f"{options.connections} connections, {options.prompt}-byte prompt, {options.rounds} rounds of "
          f"{options.seconds} s each in turns, medians\n\n{table(results)}\n\nRounds:\n{spread(results)}")
    if not options.no_start_times:
        print(f"\nReady after {first[0]:.2f} s ({first[1]:.2f} s of CPU) with empty data, after {again[0]:.2f} s "
              f"({again[1]:.2f} s of CPU) when started again, medians of 5; {idle:,.0f} MiB resident when idle.")


if __name__ == "__main__":
    main()
