"""The sentences for a query that passes a limit: which one, and how to ask for less.

The same for every engine. Must not know how a limit is kept.
"""

from __future__ import annotations

from service.errors import QueryTimeout, QueryTooLarge


def out_of_memory() -> QueryTooLarge:
    """Return the error for a query that needs more memory than it may have."""
    return QueryTooLarge(
        "問合せが使えるメモリーの上限を超えました。条件を絞るか、LIMIT を付けてください。",
        "The query needs more memory than it may use. Narrow it down or add a LIMIT.",
    )


def too_large(limit_mb: int) -> QueryTooLarge:
    """Return the error for an answer beyond the limit."""
    return QueryTooLarge(
        f"結果が大きすぎます（上限 {limit_mb} MiB）。"
        "LIMIT と OFFSET で分けるか、条件を絞ってください。",
        f"The answer is too large (the limit is {limit_mb} MiB). Take it in parts with LIMIT and "
        "OFFSET, or narrow the query down.",
    )


def timeout(seconds: float) -> QueryTimeout:
    """Return the error for a query that passed its deadline."""
    return QueryTimeout(
        f"問合せが期限（{seconds:g} 秒）内に終わりませんでした。"
        "条件を絞るか、LIMIT を付けるか、分けて問い合わせてください。",
        f"The query did not finish within {seconds:g} seconds. Narrow it down, add a LIMIT, or "
        "ask in parts.",
    )
