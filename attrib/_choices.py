"""Every choice that a value can hold, as a `StrEnum`: equal to its own text, and iterable.

>>> Mode.DIRECT == "direct", [str(mode) for mode in Mode]
(True, ['direct', 'indirect', 'mixed'])
"""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """How much of the content stands in quotation marks: all of it, none of it, or a part."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class SpeakerKind(StrEnum):
    """What speaks: `unnamed` is someone whom the text never names, `unknown` nobody it mentions."""

    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    DOCUMENT = "document"
    PLACE = "place"
    UNNAMED = "unnamed"
    UNKNOWN = "unknown"


class How(StrEnum):
    """The evidence by which a source was resolved to its entities.

    `carried over`: no source of its own, the speaker of the claim before goes on; `none`: not
    resolved.

    >>> How("first person") is How.FIRST_PERSON
    True
    """

    NAMED = "named"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"
    ROLE = "role"
    APPOSITION = "apposition"
    CARRIED_OVER = "carried over"
    FIRST_PERSON = "first person"
    NONE = "none"


class Gender(StrEnum):
    """The grammatical gender that the text gives an entity by its pronouns, titles or names."""

    FEMALE = "female"
    MALE = "male"


class CueKind(StrEnum):
    """The part of speech of a cue's head; `punctuation` is a colon or a dash alone."""

    VERB = "verb"
    NOUN = "noun"
    ADPOSITION = "adposition"
    ADJECTIVE = "adjective"
    PUNCTUATION = "punctuation"


class Force(StrEnum):
    """Searle's classes of illocutionary acts, with `mental` for what is not a speech act at all."""

    ASSERTIVE = "assertive"
    DIRECTIVE = "directive"
    COMMISSIVE = "commissive"
    EXPRESSIVE = "expressive"
    DECLARATION = "declaration"
    MENTAL = "mental"


class Act(StrEnum):
    """What the source does by the cue: says, denies, predicts, orders, promises, blames and so on.

    `characterize` calls X Y; `mention` speaks of X and says nothing about it; `withhold` declines
    to say.

    >>> Act.DENY.force, Act.ASK.force, Act.BELIEVE.force
    (<Force.ASSERTIVE: 'assertive'>, <Force.DIRECTIVE: 'directive'>, <Force.MENTAL: 'mental'>)
    """

    ASSERT = "assert"
    ARGUE = "argue"
    DISCLOSE = "disclose"
    AFFIRM = "affirm"
    DENY = "deny"
    ESTIMATE = "estimate"
    PREDICT = "predict"
    WARN = "warn"
    FIND = "find"
    BELIEVE = "believe"
    WANT = "want"
    ASK = "ask"
    DIRECT = "direct"
    COMMIT = "commit"
    DECLARE = "declare"
    PRAISE = "praise"
    BLAME = "blame"
    EXPRESS = "express"
    CHARACTERIZE = "characterize"
    MENTION = "mention"
    WITHHOLD = "withhold"

    @property
    def force(self) -> Force:
        """Searle's class of the act."""
        return _FORCES.get(self, Force.ASSERTIVE)


# The acts that are not assertive.  A refusal commits the speaker not to do a thing (Searle and
# Vanderveken), so withholding is commissive.
_FORCES = {
    Act.ASK: Force.DIRECTIVE,
    Act.DIRECT: Force.DIRECTIVE,
    Act.COMMIT: Force.COMMISSIVE,
    Act.WITHHOLD: Force.COMMISSIVE,
    Act.PRAISE: Force.EXPRESSIVE,
    Act.BLAME: Force.EXPRESSIVE,
    Act.EXPRESS: Force.EXPRESSIVE,
    Act.DECLARE: Force.DECLARATION,
    Act.BELIEVE: Force.MENTAL,
    Act.WANT: Force.MENTAL,
}


class Polarity(StrEnum):
    """The source's side on the content as worded, whatever negation the content itself holds.

    `open` takes no side yet (asks whether, did not deny); `none` has no side to take (mentions,
    withholds).
    """

    POSITIVE = "positive"
    NEGATIVE = "negative"
    OPEN = "open"
    NONE = "none"


class Commitment(StrEnum):
    """The source's certainty: `partial` is probably, `neutral` possibly, `none` takes no stand."""

    FULL = "full"
    PARTIAL = "partial"
    NEUTRAL = "neutral"
    NONE = "none"


class Engagement(StrEnum):
    """What the reporter does with the claim: vouches for it, passes it on, or keeps off it."""

    ENDORSE = "endorse"
    ACKNOWLEDGE = "acknowledge"
    DISTANCE = "distance"
    CONTRADICT = "contradict"


class Occurrence(StrEnum):
    """Whether the saying itself took place."""

    HAPPENED = "happened"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"
    EXPECTED = "expected"


class Attitude(StrEnum):
    """How the source feels about the target."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NEUTRAL = "neutral"


class Intensity(StrEnum):
    """With how much force the source speaks: mutters, says, blasts."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class QuantityKind(StrEnum):
    """What a quantity measures; `points` are differences of percentages, `number` is a bare one."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    DURATION = "duration"
    MEASURE = "measure"
    MULTIPLE = "multiple"
    ORDINAL = "ordinal"
    SCORE = "score"
    AGE = "age"
    NUMBER = "number"


class Approximation(StrEnum):
    """How near the stated number the quantity lies.

    `just_under`: nearly, just below; `just_over`: barely, just above; `vague`: dozens, several.
    """

    EXACT = "exact"
    ABOUT = "about"
    JUST_UNDER = "just_under"
    JUST_OVER = "just_over"
    VAGUE = "vague"


class Role(StrEnum):
    """The part that a quantity plays: a state, a change, or the state before or after a change."""

    LEVEL = "level"
    DELTA = "delta"
    BEFORE = "before"
    AFTER = "after"


class Direction(StrEnum):
    """Which way the change goes that a quantity takes part in."""

    NONE = "none"
    UP = "up"
    DOWN = "down"
