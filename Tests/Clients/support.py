"""Servers under test, started for it and ended after it."""

import json
import os
import re
import signal
import subprocess
import threading
import time

import httpx
import openai

START_SECONDS = 30
# The server would take these for settings that it does not know.
OURS = ("MUSTER_BIN", "MUSTER_MOCK", "MUSTER_CLIENTS")


class Program:
    """A process that says where it listens, in a line that ends with its port."""

    def __init__(self, command, announces, environment=None):
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name not in OURS} | (environment or {}),
        )
        self.output, self.errors = [], []
        self._readers = [
            threading.Thread(target=self._read, args=pair, daemon=True)
            for pair in ((self.process.stdout, self.output), (self.process.stderr, self.errors))
        ]
        for reader in self._readers:
            reader.start()
        try:
            self.port = self._await_port(announces)
        except Exception:
            self.stop()
            raise

    @staticmethod
    def _read(pipe, lines):
        for line in pipe:
            lines.append(line.rstrip("\n"))

    def _await_port(self, announces):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            for line in list(self.output):
                found = re.search(r"(\d+)/?$", line)
                if announces in line and found:
                    return int(found.group(1))
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise RuntimeError("did not start: " + "\n".join(self.output + self.errors)[-2000:])

    def stop(self, sign=signal.SIGTERM):
        """Ends the process and returns its status."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode


class Mock(Program):
    """The mock of a model endpoint."""

    def __init__(self, *flags):
        super().__init__([os.environ["MUSTER_MOCK"], "--port", "0", *flags], "listening on ")
        self.url = f"http://127.0.0.1:{self.port}"

    def stats(self):
        return httpx.get(self.url + "/stats").json()

    def count(self, model):
        """How many requests for the model arrived so far."""
        return self.stats()["by_model"].get(model, 0)

    def last(self):
        return httpx.get(self.url + "/last").json()

    def last_body(self):
        return httpx.get(self.url + "/last/body").content

    def await_stat(self, name, value, seconds=5):
        """Waits until the count is at least the value; returns what it is then."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.stats()[name] < value:
            time.sleep(0.02)
        return self.stats()[name]

    def endpoint(self, name, model="mock", models=None, **rest):
        """Settings of an endpoint that is this mock."""
        settings = {"name": name, "url": self.url + "/v1", "model": model, **rest}
        if models:
            settings["models"] = models
        return settings


class Muster(Program):
    """`muster serve` with a log and settings of its own."""

    def __init__(self, directory, environment=None, **settings):
        self.log = str(directory / "muster.db")
        defaults = {
            "server": {"host": "127.0.0.1", "port": 0},
            "log": {"url": f"sqlite:{self.log}"},
            "policy": "cheapest",
        }
        for section, values in settings.items():
            if isinstance(values, dict):
                defaults[section] = {**defaults.get(section, {}), **values}
            else:
                defaults[section] = values
        named = {pool for endpoint in defaults.get("endpoints", []) for pool in endpoint.get("pools", [])}
        defaults.setdefault("pools", sorted({"default"} | named))
        # JSON is YAML.
        file = directory / "muster.yaml"
        file.write_text(json.dumps(defaults, indent=2))
        super().__init__(
            [os.environ["MUSTER_BIN"], "serve", "--config", str(file)], "muster: listening on ", environment
        )
        self.url = f"http://127.0.0.1:{self.port}"

    def http(self, key=None, **rest):
        """A client of the native API, and of all else."""
        headers = {"authorization": f"Bearer {key}"} if key else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30, **rest)

    def openai(self, key="unused", **rest):
        """OpenAI's own client, which would try again by itself."""
        return openai.OpenAI(base_url=self.url + "/v1", api_key=key, max_retries=0, timeout=30, **rest)

    def async_openai(self, key="unused"):
        return openai.AsyncOpenAI(base_url=self.url + "/v1", api_key=key, max_retries=0, timeout=30)


def events(response):
    """The server-sent events of a streamed answer: (id, type, data)."""
    identifier, kind, data = None, None, []
    for line in response.iter_lines():
        if not line:
            if data:
                yield identifier, kind, "\n".join(data)
            kind, data = None, []
        elif line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
        elif line.startswith("id:"):
            identifier = line[3:].strip()
        elif line.startswith("event:"):
            kind = line[6:].strip()


def hello(**rest):
    """The body of a chat completion."""
    return {"messages": [{"role": "user", "content": "Say hello."}], **rest}
