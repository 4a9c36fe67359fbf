"""Who is quoted, over HTTP: uvicorn --app-dir examples http_service:app.

Needs ``pip install 'quotex[examples]'``. Ask it

    curl -H 'Content-Type: application/json' -d '{"text": "“It is safe,” Ada Roe said."}' localhost:8000/attributions
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Lock
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field

import quotex


@asynccontextmanager
async def ready(app: FastAPI) -> AsyncIterator[None]:
    """Load the model before the first request, not in it."""
    app.state.nlp = quotex.load()
    app.state.one_at_a_time = Lock()  # more processes, not threads, read more at a time: uvicorn --workers 4
    yield


app = FastAPI(title="quotex", version=quotex.__version__, lifespan=ready)


class Article(BaseModel):
    """What is posted."""

    text: str = Field(max_length=200_000)


@app.post("/attributions")
def attributions(article: Article) -> dict[str, list[dict[str, Any]]]:
    """The records of an article, in the form of quotex's JSON lines."""
    with app.state.one_at_a_time:
        found = quotex.extract(article.text, app.state.nlp)
    return {"attributions": [quotex.to_dict(attribution) for attribution in found]}
