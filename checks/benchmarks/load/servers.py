"""The processes of a run: nginx twice, as upstream and as proxy, and the gateway from its zip."""
import atexit
import contextlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import time
import zipfile

TICK = os.sysconf("SC_CLK_TCK")
READY = 60          # seconds a server has to become ready
PROMPT_TOKENS, COMPLETION_TOKENS = 120, 24           # what each answer says it used
PROMPT_PRICE, COMPLETION_PRICE = 0.000001, 0.000002  # dollars a token
MASTER_KEY = "sk-load-test-master-key"


def free_ports(count):
    """Ports that are free now, below those the system hands out by itself: none of our connections takes them."""
    with open("/proc/sys/net/ipv4/ip_local_port_range") as f:
        low = int(f.read().split()[0])
    found = set()
    while len(found) < count:
        port = random.randrange(10000, low)
        with contextlib.suppress(OSError), socket.socket() as s:
            s.bind(("127.0.0.1", port))
            found.add(port)
    return list(found)


class Server:
    """A process with its children, and what they have used so far."""

    def __init__(self, command, log, env=None):
        self.log = log
        with open(log, "ab") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env,
                                            cwd=os.path.dirname(log), start_new_session=True)
        atexit.register(self.stop)

    def pids(self):
        parents = {}
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                with contextlib.suppress(OSError, IndexError):
                    parents[int(entry)] = int(stat(entry)[1])
        family = [self.process.pid]
        for pid in family:
            family += [child for child, parent in parents.items() if parent == pid]
        return family

    def cpu_seconds(self):
        """User and system time of the process and its children."""
        return sum((int(fields[11]) + int(fields[12])) / TICK for fields in map(stat, self.pids()))

    def cpu_by_thread(self):
        """Shares of the first process's threads in its CPU time, numbered ones together; the largest first."""
        used = {}
        for task in os.listdir(f"/proc/{self.process.pid}/task"):
            fields = stat(f"{self.process.pid}/task/{task}")
            with open(f"/proc/{self.process.pid}/task/{task}/comm") as f:
                name = re.sub(r"[\d#-]+$", "", f.read().strip())
            used[name] = used.get(name, 0) + int(fields[11]) + int(fields[12])
        total = sum(used.values())
        shares = [(name, ticks / total) for name, ticks in used.items() if ticks > total / 200]
        return sorted(shares, key=lambda share: -share[1])

    def rss_mib(self):
        return sum(status_kib(pid, "VmRSS") for pid in self.pids()) / 1024

    def stop(self):
        if self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            pass
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def said(self):
        with open(self.log, encoding="utf-8", errors="replace") as f:
            return f.read()


def stat(pid):
    """The fields of /proc/PID/stat from the third on: the second may hold blanks."""
    with open(f"/proc/{pid}/stat") as f:
        return f.read().rpartition(")")[2].split()


def status_kib(pid, name):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(rf"^{name}:\s+(\d+)", f.read(), re.MULTILINE).group(1))


def call(url, path, body=None, key=None):
    """Status and body of one HTTP call."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    try:
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = "Bearer " + key
        connection.request("POST" if body is not None else "GET", path, body and json.dumps(body), headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def await_ready(server, ready):
    """Returns what ready() gives once it is true; ends the run when the server dies or takes too long."""
    end = time.monotonic() + READY
    while time.monotonic() < end:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if found := ready():
                return found
        if server.process.poll() is not None:
            break
        time.sleep(0.005)
    said = server.said()[-2000:]
    server.stop()
    raise SystemExit(f"{server.process.args[0]} did not become ready:\n{said}")


# ---- nginx -------------------------------------------------------------------------------
def nginx(folder, name, workers, servers):
    home = os.path.join(folder, name)
    os.makedirs(home)
    config = os.path.join(home, "nginx.conf")
    with open(config, "w") as f:
        f.write(f"""
daemon off; worker_processes {workers}; pid {home}/nginx.pid; error_log stderr warn;
events {{ worker_connections 4096; }}
http {{
    access_log off; keepalive_requests 1000000000; keepalive_timeout 1h; client_max_body_size 1m;
    client_body_temp_path {home}/body; proxy_temp_path {home}/proxy; fastcgi_temp_path {home}/f;
    uwsgi_temp_path {home}/u; scgi_temp_path {home}/s;
    {servers}
}}
""")
    return Server(["nginx", "-e", "stderr", "-p", home, "-c", config], os.path.join(home, "log.txt"))


def upstream(folder, port):
    """A provider that always has the same answer ready: one completion, or a stream of twenty events."""
    head = '"id":"chatcmpl-1","created":1700000000,"model":"upstream"'
    usage = (f'"usage":{{"prompt_tokens":{PROMPT_TOKENS},"completion_tokens":{COMPLETION_TOKENS},'
             f'"total_tokens":{PROMPT_TOKENS + COMPLETION_TOKENS}}}')
    completion = (f'{{{head},"object":"chat.completion","choices":[{{"index":0,"finish_reason":"stop","message":'
                  f'{{"role":"assistant","content":"{"All signals are green. " * 10}"}}}}],{usage}}}')
    event = f'{{{head},"object":"chat.completion.chunk","choices":[{{"index":0,"delta":%s,"finish_reason":%s}}]}}'
    events = ([event % ('{"content":"green "}', "null")] * 20 + [event % ("{}", '"stop"')]
              + [f'{{{head},"object":"chat.completion.chunk","choices":[],{usage}}}', "[DONE]"])
    stream = "".join(f"data: {data}\n\n" for data in events)
    # ssi: nothing is included, but the length is no longer known, so the answer is chunked as a provider's would be
    return nginx(folder, "upstream", 1, f"""
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /plain/v1/chat/completions {{ default_type application/json; return 200 '{completion}'; }}
        location = /stream/v1/chat/completions {{
            ssi on; ssi_types text/event-stream; default_type text/event-stream; return 200 '{stream}';
        }}
    }}""")


def proxy(folder, ports, upstream_port, connections):
    """nginx as a proxy without any logic, on a port for each kind of answer: every byte passes, connections are kept."""
    locations = "".join(
        f"server {{ listen 127.0.0.1:{port} backlog=4096; location / {{ proxy_pass http://upstream/{kind}/;"
        ' proxy_http_version 1.1; proxy_set_header Connection ""; } }\n'
        for kind, port in ports.items())
    return nginx(folder, "proxy", "auto",
                 f"upstream upstream {{ server 127.0.0.1:{upstream_port}; keepalive {connections * 2}; }}\n{locations}")


# ---- the gateway -------------------------------------------------------------------------
def unpack(archive, folder):
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            path = packed.extract(entry, folder)
            if entry.external_attr >> 16 and not entry.is_dir():
                os.chmod(path, entry.external_attr >> 16 & 0o777)
    home, = (os.path.join(folder, name) for name in os.listdir(folder))
    return home


def configuration(upstream_port):
    """Two groups of six deployments each, with everything on that a shared installation has on."""
    def deployment(kind, number, **more):
        return {"model_name": f"chat-{kind}", "model_info": {"id": f"{kind}-{number}"},
                "litellm_params": {"model": "openai/upstream", "api_key": "upstream-key",
                                   "api_base": f"http://127.0.0.1:{upstream_port}/{kind}/v1",
                                   "input_cost_per_token": PROMPT_PRICE,
                                   "output_cost_per_token": COMPLETION_PRICE, **more}}

    def group(kind):
        return [deployment(kind, 1, tags=["paid"], region_name="frankfurt", weight=3),
                deployment(kind, 2, tags=["paid"], region_name="paris", weight=1),
                deployment(kind, 3, tags=["paid", "batch"], region_name="frankfurt", weight=2),
                deployment(kind, 4, tags=["paid"], region_name="virginia", weight=9),
                deployment(kind, 5, tags=["free"], region_name="frankfurt", weight=5),
                deployment(kind, 6, tags=["default"], region_name="virginia", weight=1)]

    return {"model_list": group("plain") + group("stream"),
            "router_settings": {"routing_strategy": "simple-shuffle", "enable_tag_filtering": True, "num_retries": 2,
                                "model_group_alias": {"gpt-4o": "chat-plain", "gpt-4o-stream": "chat-stream"}},
            "general_settings": {"master_key": MASTER_KEY},
            "stellwerk": {"regions": {"eu": ["germany", "france"], "germany": ["frankfurt"], "france": ["paris"],
                                      "us": ["virginia"]}}}


class Gateway(Server):
    def __init__(self, home, folder, upstream_port, java_options=""):
        os.makedirs(folder, exist_ok=True)
        config = os.path.join(folder, "config.yaml")
        with open(config, "w") as f:
            json.dump(configuration(upstream_port), f, indent=1)      # JSON is YAML
        log = os.path.join(folder, "log.txt")
        with contextlib.suppress(FileNotFoundError):
            os.remove(log)
        env = dict(os.environ, STELLWERK_JAVA_OPTS=(os.environ.get("STELLWERK_JAVA_OPTS", "") + " " + java_options).strip())
        began = time.monotonic()
        super().__init__([os.path.join(home, "bin", "stellwerk"), "serve", "--config", config, "--port", "0", "--data",
                          os.path.join(folder, "data")], log, env)
        self.url = await_ready(self, self.listening)
        await_ready(self, lambda: call(self.url, "/health/readiness")[0] == 200)
        self.start_seconds, self.start_cpu_seconds = time.monotonic() - began, self.cpu_seconds()

    def listening(self):
        found = re.search(r"listening on (http://\S+)", self.said())
        return found and found.group(1)

    def manage(self, path, body):
        status, answer = call(self.url, path, body, MASTER_KEY)
        if status != 200:
            raise SystemExit(f"{path} answered {status}: {answer[:500]!r}")
        return json.loads(answer)

    def new_key(self):
        """A virtual key with a budget, of a team, and a customer bound to a region."""
        self.manage("/end_user/new", {"user_id": "customer-eu", "allowed_model_region": "eu"})
        team = self.manage("/team/new", {"team_alias": "load", "max_budget": 1e9, "metadata": {"tags": ["paid"]}})
        return self.manage("/key/generate", {"team_id": team["team_id"], "max_budget": 1e9,
                                             "models": ["gpt-4o", "gpt-4o-stream"]})["key"]

    def requests_paid(self, key, expected):
        """How many requests the key's spend is worth, once it has reached what is expected or ten seconds are over."""
        price = PROMPT_TOKENS * PROMPT_PRICE + COMPLETION_TOKENS * COMPLETION_PRICE
        end = time.monotonic() + 10
        while True:
            status, answer = call(self.url, "/key/info?key=" + key, key=MASTER_KEY)
            if status != 200:
                raise SystemExit(f"/key/info answered {status}: {answer[:500]!r}")
            paid = round(json.loads(answer)["info"]["spend"] / price)
            if paid >= expected or time.monotonic() > end:
                return paid
            time.sleep(0.2)


def start_times(home, folder, upstream_port, times=5):
    """Starts with empty data and starts again: pairs of seconds and CPU seconds until ready, medians; and idle MiB."""
    first, again = [], []
    for number in range(times):
        data = os.path.join(folder, f"start-{number}")
        for starts in (first, again):
            gateway = Gateway(home, data, upstream_port)
            starts.append((gateway.start_seconds, gateway.start_cpu_seconds))
            if starts is again and number == times - 1:
                time.sleep(5)
                idle = gateway.rss_mib()
            gateway.stop()
        shutil.rmtree(data)
    return [tuple(map(statistics.median, zip(*starts))) for starts in (first, again)] + [idle]
