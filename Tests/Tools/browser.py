"""Drives headless Chromium by the DevTools protocol over a pipe, with nothing but Python's own library.

`Chromium` is one process with a profile of its own; it is ended when the `with` block ends, whatever happens. A `Page` is a tab in a
context of its own, which shares nothing with others. Every wait is bounded. What a page says on its console, and what its content
security policy refused, is kept in `complaints`: a test that does not expect any asks for an empty list.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

LIMIT_S = 30


class BrowserError(Exception):
    """The page threw, or what was waited for did not come."""


class Chromium:
    """The process and its pipe."""

    def __init__(self, program="chromium"):
        self.folder = tempfile.mkdtemp(prefix="docket-browser-")
        self.pages = {}
        self.number = 0
        self.buffer = b""
        to_browser, self.writing = os.pipe()
        self.reading, from_browser = os.pipe()

        def pass_pipes():
            # Chromium reads its commands from 3 and answers on 4.
            high = [os.dup2(to_browser, 30), os.dup2(from_browser, 31)]
            os.dup2(high[0], 3)
            os.dup2(high[1], 4)

        # /usr/bin/chromium is a script that ends in exec, so that this is the browser's own process.
        self.process = subprocess.Popen(
            [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
             "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
             "--disable-dev-shm-usage", "--lang=en-GB",
             f"--user-data-dir={os.path.join(self.folder, 'profile')}", "about:blank"],
            preexec_fn=pass_pipes, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        os.set_blocking(self.reading, False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.writing)
        os.close(self.reading)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _message(self, deadline):
        while b"\0" not in self.buffer:
            if time.monotonic() > deadline:
                raise BrowserError("the browser does not answer")
            try:
                piece = os.read(self.reading, 1 << 20)
            except BlockingIOError:
                time.sleep(0.002)
                continue
            if not piece:
                raise BrowserError("the browser has ended")
            self.buffer += piece
        text, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(text)

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writing, data):]
        deadline = time.monotonic() + LIMIT_S
        while True:
            answer = self._message(deadline)
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise BrowserError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if answer.get("sessionId") in self.pages:
                self.pages[answer["sessionId"]].hear(answer)


class Page:
    """A tab in a context of its own."""

    def __init__(self, chromium):
        self.chromium = chromium
        self.complaints, self.requests, self.refused = [], [], set()
        self.downloads = tempfile.mkdtemp(dir=chromium.folder)
        self.context = chromium.call("Target.createBrowserContext")["browserContextId"]
        chromium.call("Browser.setDownloadBehavior", behavior="allow", browserContextId=self.context, downloadPath=self.downloads)
        target = chromium.call("Target.createTarget", url="about:blank", browserContextId=self.context)["targetId"]
        self.session = chromium.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        chromium.pages[self.session] = self
        for domain in ("Page", "Runtime", "Log", "DOM", "Network"):
            self.call(f"{domain}.enable")

    def close(self):
        del self.chromium.pages[self.session]
        self.chromium.call("Target.disposeBrowserContext", browserContextId=self.context)

    def call(self, method, **parameters):
        return self.chromium.call(method, self.session, **parameters)

    def hear(self, message):
        method, given = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = given["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Runtime.consoleAPICalled" and given["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(each.get("value", each.get("description"))) for each in given["args"]))
        elif method == "Log.entryAdded" and given["entry"]["level"] == "error":
            # What the service refuses is a part of many tests; it is looked for in the page.
            if given["entry"]["source"] != "network":
                self.complaints.append(given["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(given["request"] | {"id": given["requestId"]})
        elif method == "Network.loadingFailed" and given.get("blockedReason") == "csp":
            self.refused.add(given["requestId"])

    def sent(self):
        """Requests that left the browser: not those that its policy refused."""
        return [each for each in self.requests if each["id"] not in self.refused and not each["url"].startswith(("about:", "data:", "blob:"))]

    # What a person does.

    def open(self, address):
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def run(self, expression):
        """The value of an expression, awaited."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise BrowserError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def until(self, expression, limit_s=LIMIT_S):
        """Waits until the expression is true, and gives its value."""
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            try:
                value = self.run(f"Boolean({expression})")
            except BrowserError:
                value = False
            if value:
                return self.run(expression)
            time.sleep(0.03)
        raise BrowserError(f"never true: {expression}\nthe page says: {self.text()[:2000]}\ncomplaints: {self.complaints}")

    def text(self):
        return self.run("document.body.innerText")

    def see(self, words, limit_s=LIMIT_S):
        return self.until(f"document.body.innerText.includes({json.dumps(words)})", limit_s)

    def click(self, selector):
        self.until(f"document.querySelector({json.dumps(selector)}) && !document.querySelector({json.dumps(selector)}).disabled")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def fill(self, selector, text):
        self.until(f"document.querySelector({json.dumps(selector)})")
        self.run(f"(field => {{ field.value = {json.dumps(text)}; field.dispatchEvent(new Event('input', {{bubbles: true}}));"
                 f" field.dispatchEvent(new Event('change', {{bubbles: true}})); }})(document.querySelector({json.dumps(selector)}))")

    def choose(self, selector, *paths):
        """Chooses files as a person in the browser's dialogue."""
        self.until(f"document.querySelector({json.dumps(selector)})")
        found = self.call("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        self.call("DOM.setFileInputFiles", files=[os.path.abspath(path) for path in paths], objectId=found["result"]["objectId"])

    def press(self, key, modifiers=0):
        codes = {"Tab": (9, ""), "Enter": (13, "\r"), " ": (32, " "), "ArrowDown": (40, "")}
        code, text = codes[key]
        given = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **given)
        self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def downloaded(self, name, limit_s=LIMIT_S):
        """The bytes of a file that the page gave to be kept."""
        path = os.path.join(self.downloads, name)
        deadline = time.monotonic() + limit_s
        while time.monotonic() < deadline:
            self.run("1")
            if os.path.exists(path):
                with open(path, "rb") as file:
                    return file.read()
            time.sleep(0.03)
        raise BrowserError(f"{name} was not downloaded: {os.listdir(self.downloads)}")

    # How it looks.

    def screen(self, width, height=900, is_dark=False, is_phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_phone)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}])

    def picture(self, path, whole=True):
        # A frame of its own: what was resized is laid out first.
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        answer = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        with open(path, "wb") as file:
            file.write(base64.b64decode(answer["data"]))
