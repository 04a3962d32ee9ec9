"""Training as people run it: with an endpoint that judges what agents see, and with a terminal to look on."""

import fcntl
import json
import os
import pty
import struct
import subprocess
import termios
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

SMALL = ["nodes=4", "storage=2", "schedulers=2", "length=20", "copies=4", "horizon=10", "evaluations=1"]


def command(method, directory, *more):
    """`muster train` on a small cluster, evaluated after every step."""
    sets = [word for pair in SMALL for word in ("--set", pair)]
    return [
        *(os.environ["MUSTER_BIN"], "train", method, "--trace", "generated?tasks=300&agents=8", *sets),
        *("--evaluate-every", "1", "--jobs", "1", "--out", str(directory / "a.muster"), *more),
    ]


class Judge:
    """An endpoint that answers every question with a sentence and a score."""

    def __init__(self, reply):
        self.questions = []
        judge = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                judge.questions.append((self.path, json.loads(body)))
                message = {"role": "assistant", "content": reply}
                answer = json.dumps({"choices": [{"index": 0, "message": message}]}).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def judge():
    judge = Judge("It works well enough.\n0.75")
    yield judge
    judge.stop()


def test_an_endpoint_annotates(judge, tmp_path):
    config = tmp_path / "muster.yaml"
    # JSON is YAML.
    config.write_text(json.dumps({"endpoints": [{"name": "local", "url": judge.url, "model": "j-1"}]}))
    curve = tmp_path / "curve.json"
    asking = ("--annotator", "local", "--config", str(config), "--json", str(curve))
    trained = subprocess.run(
        command("intrinsic", tmp_path, "--steps", "60", *asking), capture_output=True, text=True, timeout=120
    )
    assert trained.returncode == 0, trained.stderr
    assert "put it into service as learned(" in trained.stdout

    path, question = judge.questions[0]
    assert path == "/v1/chat/completions" and question["model"] == "j-1"
    told = {message["role"]: message["content"] for message in question["messages"]}
    assert "from 0 (as bad as can be) to 1 (as good as can be)" in told["system"]
    assert told["user"].startswith(("A scheduler: ", "A compute node: ", "A storage node: "))

    # What came was taken in, and the reward model was fitted to it; nothing was refused.
    given = int(trained.stderr.split("annotator: ")[1].split()[0])
    assert "without one" not in trained.stderr
    written = json.loads(curve.read_text())
    last = written["curve"][-1]
    assert written["settings"][-1] == "annotator=endpoint" and last["step"] == 60
    assert 0 < last["annotations"] <= given <= len(judge.questions)
    # Where all answers are alike the cross entropy comes down to their own: 0.562 at 0.75, from 0.693 at first.
    assert 0.55 < last["distillation"] < 0.6


def output_on_a_terminal(arguments):
    """What a program writes to a terminal of 100 columns, and its status."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    process = subprocess.Popen(arguments, stdin=follower, stdout=follower, stderr=follower, close_fds=True)
    os.close(follower)
    written = b""
    while True:
        try:
            piece = os.read(leader, 1 << 16)
        except OSError:  # Linux says so where the last one on the other side is gone.
            break
        if not piece:
            break
        written += piece
    os.close(leader)
    return written.decode(), process.wait(timeout=30)


def test_a_terminal_sees_progress_and_a_pipe_does_not(tmp_path):
    arguments = command("vdn", tmp_path, "--steps", "60")
    arguments[arguments.index("--evaluate-every") + 1] = "30"
    seen, status = output_on_a_terminal(arguments)
    assert status == 0, seen
    lines = [line for line in seen.split("\r") if line.startswith("train  [")]
    assert lines and all(line.endswith("\x1b[K") and len(line) < 100 + len("\x1b[K") for line in lines)
    assert any("/60  " in line and "ETA" in line for line in lines)
    # The bar is taken back before a line of the curve, and at the end.
    assert "\r\x1b[Kstep 60  score " in seen
    assert "train  [" not in seen.split("step 60  score ")[1]

    piped = subprocess.run([*arguments, "--replace"], capture_output=True, text=True, timeout=120)
    assert piped.returncode == 0 and piped.stderr == ""
    assert "step 60  score " in piped.stdout
    assert "\r" not in piped.stdout and "\x1b" not in piped.stdout and "train  [" not in piped.stdout
