"""Starts and ends what the live tests need: servers of the real binary, and a PostgreSQL on a temporary directory."""

import http.client
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import time
import urllib.parse


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Refused(Exception):
    """An answer that is not a success: its status and its problem+json."""

    def __init__(self, status, body):
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body


def call(base, method, path, body=None, timeout=10):
    """One request on a connection of its own. Raises OSError, http.client.HTTPException or Refused."""
    address = urllib.parse.urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=timeout)
    try:
        payload = None if body is None else json.dumps(body).encode()
        connection.request(method, path, payload, {"content-type": "application/json"} if payload else {})
        answer = connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            raise Refused(answer.status, data.decode(errors="replace"))
        return answer.status, json.loads(data) if data else None
    finally:
        connection.close()


class Server:
    """A `muster serve` that can be killed and started again at the same address."""

    def __init__(self, binary, directory, name, settings):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.command = [binary, "serve"]
        settings = {"server.port": self.port, "server.drain-timeout": "5s", **settings}
        if "cluster.node" in settings:
            settings["cluster.advertise"] = self.base
        for key, value in settings.items():
            self.command += ["--set", f"{key}={value}"]
        self.errors = pathlib.Path(directory) / f"{name}.stderr"
        self.process = None
        # The server reads every variable of its name, and warns of those it does not know.
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("MUSTER_")}

    def start(self, wait=30):
        with self.errors.open("ab") as errors:
            self.process = subprocess.Popen(
                self.command, stdout=subprocess.PIPE, stderr=errors, env=self.environment)
        # The line comes when it listens.
        line = self.process.stdout.readline()
        if b"listening" not in line:
            raise AssertionError(f"the server did not start: {line!r} {self.errors.read_text()[-2000:]}")
        deadline = time.monotonic() + wait
        while not self.is_ready():
            if time.monotonic() > deadline:
                raise AssertionError(f"the server is not ready: {self.errors.read_text()[-2000:]}")
            time.sleep(0.05)

    def state(self):
        try:
            return call(self.base, "GET", "/readyz", timeout=2)[1]["status"]
        except (OSError, http.client.HTTPException, Refused):
            return None

    def is_ready(self):
        return self.state() in ("ready", "following")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError("the server did not stop on SIGTERM") from None
        return self.process.returncode if self.process else None


class Postgres:
    """A PostgreSQL of its own, on loopback."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory) / "pg"
        versions = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
        # A link to initdb alone would not do: all programs have to be there.
        self.programs = versions[-1] if versions else pathlib.Path(shutil.which("initdb")).resolve().parent
        self.port = free_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        # PostgreSQL refuses to run as root.
        self.user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        self.process = None

    def _as_user(self):
        return {"user": self.user.pw_uid, "group": self.user.pw_gid} if self.user else {}

    def start(self):
        self.directory.mkdir()
        if self.user:
            os.chown(self.directory, self.user.pw_uid, self.user.pw_gid)
            self.directory.parent.chmod(0o755)
        subprocess.run(
            [self.programs / "initdb", "-D", self.directory / "data", "-U", "postgres", "-A", "trust", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, cwd="/", **self._as_user())
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.directory / "data", "-p", str(self.port), "-k", self.directory,
             "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=50"],
            stdout=subprocess.DEVNULL, stderr=(self.directory / "log").open("ab"), cwd="/", **self._as_user())
        deadline = time.monotonic() + 30
        while subprocess.run(
            [self.programs / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
            if time.monotonic() > deadline:
                raise AssertionError("PostgreSQL did not start")
            time.sleep(0.1)

    def stop(self):
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)
