"""What a passage is about: the core of a point, the head of a phrase, and sentences that lean on others."""

from __future__ import annotations

import re
from functools import lru_cache

MIN_CORE = 4
ASKS = re.compile(
    r"^(?:(?:take (?:action|steps) to|ensure(?: that)?|make sure(?: that)?|improve|strengthen|develop|review|the"
    r"|continue to|further|accelerate|increase)\s+)+",
    re.IGNORECASE,
)
TO_WHAT_END = re.compile(
    r",?\s+(?:so that|so as to|in order (?:to|that)|which|such as|including|particularly|especially|leading to"
    r"|(?:where|when) (?:necessary|appropriate)|(?:and|by) (?:that|ensuring)"
    r"|(?:and )?to (?:inform|support|improve|ensure|enable|help|reduce|address|meet|allow|promote|prevent|drive"
    r"|demonstrate|secure|strengthen|make|avoid|achieve|safeguard|protect|challenge|assist|increase))\b|;|\.\s",
    re.IGNORECASE,
)
OPENERS = (
    r"however|but|and|also|as a result|for example|in addition|consequently|therefore|furthermore|moreover|similarly"
    r"|overall|nevertheless|in (?:these|such|most) cases|(?:for|in|when|where) [^,]{1,80}"
)
LEANS = re.compile(
    rf"^(?:(?:{OPENERS})\b,?\s*)*(?:it|this|these|they|those|he|she|such|that|its|their)\b|^(?:but|for example)\b",
    re.IGNORECASE,
)
OPENS = re.compile(r"^(?:(?:the|continue to|that|their|all|most|some|however,?|although|while)\s+)*", re.IGNORECASE)
SIDE_OF = re.compile(
    r"^(?:(?:the )?(?:timely|continued|further)?\s*(?:quality|timeliness|effectiveness|consistency|impact|frequency"
    r"|regularity|level|use|range|availability|sufficiency|accuracy|capacity|completion|offer|take-up|response"
    r"|robustness|application|development|strengthening|clarity|rigour|speed|number)(?:,| and|\s)*)+"
    r"(?:of|in|to|with)\s+",
    re.IGNORECASE,
)
HEAD_ENDS = re.compile(
    r"(?<=....)\s(?:of|for|to|in|within|by|with|from|at|across|so|including|which|who|that|is|are|was|were|have|has|had"
    r"|do|does|did|can|not|remains?|be|been|being|when|where|because|on|provides?|ensures?|enables?|helps?|means?"
    r"|receive|benefit|experience)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def core(point: str) -> str:
    """What a point asks for, without the words of asking and without the end that it serves."""
    asked = ASKS.sub("", point.strip())
    for match in TO_WHAT_END.finditer(asked):
        if len(asked[: match.start()].split()) >= MIN_CORE:
            return asked[: match.start()]
    return asked


def leans(text: str) -> bool:
    """Whether a sentence takes its subject from the one before, so that alone it says nothing."""
    return LEANS.match(text) is not None


@lru_cache(maxsize=20_000)
def head(text: str) -> str:
    """What a text is about, as far as its first words tell: "caseloads" of "The impact of caseloads on practice"."""
    named = SIDE_OF.sub("", OPENS.sub("", text.strip()))
    ends = HEAD_ENDS.search(named)
    return named[: ends.start()] if ends else named
