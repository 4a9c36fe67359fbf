"""Put what the page of examples/article.txt looks like today into examples/page.png: python .ci/page_picture.py."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

import quotex

examples = Path(__file__).parents[1] / "examples"
text = (examples / "article.txt").read_text("utf-8")
page = quotex.render(text, quotex.extract(text), title="A border reopens")
with sync_playwright() as driver:
    browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
    window = browser.new_page(viewport={"width": 1080, "height": 880})
    window.set_content(page.html)
    window.hover("text=deeply worried")
    window.wait_for_selector(".record.active")
    window.screenshot(path=examples / "page.png")
    browser.close()
