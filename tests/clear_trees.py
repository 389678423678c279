"""Sentences as spaCy's English parsers read them, beside their trees in Universal Dependencies.

A row is `form lemma UPOS XPOS`, the head and label of spaCy's, and those of Universal Dependencies;
a ninth column marks the words of a name.  Heads count from one, and are zero for the root.
"""

from __future__ import annotations

from parses import Parse, parse

SENTENCES = {
    "prepositions, passive, agent, infinitive": """
Mr. Mr. PROPN NNP 2 compound 2 nmod:desc
Lund Lund PROPN NNP 9 nsubjpass 9 nsubj:pass person
+, , PUNCT , 2 punct 2 punct
the the DET DT 5 det 5 det
mayor mayor NOUN NN 2 appos 2 appos
of of ADP IN 5 prep 7 case
Orva Orva PROPN NNP 6 pobj 5 nmod place
was be AUX VBD 9 auxpass 9 aux:pass
urged urge VERB VBN 0 ROOT 0 root
by by ADP IN 9 agent 12 case
the the DET DT 12 det 12 det
council council NOUN NN 10 pobj 9 obl:agent
to to PART TO 14 aux 14 mark
resign resign VERB VB 9 xcomp 9 xcomp
because because SCONJ IN 14 prep 18 case
of of ADP IN 15 pcomp 15 fixed
the the DET DT 18 det 18 det
cost cost NOUN NN 16 pobj 14 obl
+. . PUNCT . 9 punct 9 punct""",
    "according to, there is, a copula with a preposition": """
According accord VERB VBG 7 prep 3 case
to to ADP IN 1 prep 1 fixed
Ana Ana PROPN NNP 4 compound 7 obl person
Sol Sol PROPN NNP 2 pobj 3 flat person
+, , PUNCT , 7 punct 7 punct
there there PRON EX 7 expl 7 expl
is be VERB VBZ 0 ROOT 0 root
a a DET DT 9 det 9 det
risk risk NOUN NN 7 attr 7 nsubj
that that SCONJ IN 12 mark 14 mark
she she PRON PRP 12 nsubj 14 nsubj
is be AUX VBZ 9 acl 14 cop
in in ADP IN 12 prep 14 case
charge charge NOUN NN 13 pobj 9 acl
+. . PUNCT . 7 punct 7 punct""",
    "a predicate noun with what hangs on it and on its verb": """
She she PRON PRP 4 nsubj 7 nsubj
has have AUX VBZ 4 aux 7 aux
not not PART RB 4 neg 7 advmod
been be AUX VBN 0 ROOT 7 cop
the the DET DT 7 det 7 det
bank bank NOUN NN 7 compound 7 compound
chief chief NOUN NN 4 attr 0 root
of of ADP IN 7 prep 9 case
Orva Orva PROPN NNP 8 pobj 7 nmod place
since since SCONJ IN 4 prep 11 case
May May PROPN NNP 10 pobj 7 obl
+. . PUNCT . 4 punct 7 punct""",
    "a predicate adjective with a clause, in a quotation": """
" " PUNCT `` 3 punct 4 punct
+It it PRON PRP 3 nsubj 4 nsubj
is be AUX VBZ 11 ccomp 4 cop
clear clear ADJ JJ 3 acomp 11 ccomp
that that SCONJ IN 7 mark 7 mark
prices price NOUN NNS 7 nsubj 7 nsubj
fell fall VERB VBD 3 ccomp 4 ccomp
+, , PUNCT , 11 punct 11 punct
+" " PUNCT '' 11 punct 11 punct
he he PRON PRP 11 nsubj 11 nsubj
said say VERB VBD 0 ROOT 0 root
+. . PUNCT . 11 punct 11 punct""",
    "objects, a dative, a particle": """
Lund Lund PROPN NNP 2 nsubj 2 nsubj person
told tell VERB VBD 0 ROOT 0 root
her she PRON PRP 2 dative 2 iobj
he he PRON PRP 5 nsubj 5 nsubj
gave give VERB VBD 2 ccomp 2 ccomp
a a DET DT 7 det 7 det
book book NOUN NN 5 dobj 5 obj
to to ADP IN 5 dative 9 case
Sol Sol PROPN NNP 8 pobj 5 obl person
and and CCONJ CC 5 cc 11 cc
pointed point VERB VBD 5 conj 5 conj
out out ADP RP 11 prt 11 compound:prt
faults fault NOUN NNS 11 dobj 11 obj
+. . PUNCT . 2 punct 2 punct""",
    "conjuncts in a row, and after prepositions": """
Lund Lund PROPN NNP 7 nsubj 7 nsubj person
+, , PUNCT , 1 punct 1 punct
Sol Sol PROPN NNP 1 conj 1 conj person
and and CCONJ CC 3 cc 6 cc
the the DET DT 6 det 6 det
bank bank NOUN NN 3 conj 1 conj
met meet VERB VBD 0 ROOT 0 root
in in ADP IN 7 prep 9 case
May May PROPN NNP 8 pobj 7 obl
and and CCONJ CC 8 cc 12 cc
in in ADP IN 8 conj 12 case
June June PROPN NNP 11 pobj 9 conj
+. . PUNCT . 7 punct 7 punct""",
    "a relative clause, a possessor, a measure": """
The the DET DT 2 det 2 det
firm firm NOUN NN 12 nsubj 12 nsubj
whose whose DET WP$ 4 poss 4 nmod:poss
chief chief NOUN NN 8 nsubj 8 nsubj
three three NUM CD 6 nummod 6 nummod
years year NOUN NNS 7 npadvmod 7 obl:unmarked
ago ago ADV RB 8 advmod 8 advmod
left leave VERB VBD 2 relcl 2 acl:relcl
Norvik Norvik PROPN NNP 11 poss 11 nmod:poss organization
+'s 's PART POS 9 case 9 case
board board NOUN NN 8 dobj 8 obj
denied deny VERB VBD 0 ROOT 0 root
lying lie VERB VBG 12 xcomp 12 xcomp
+. . PUNCT . 12 punct 12 punct""",
    "an infinitive with a subject of its own, a clause after a preposition": """
They they PRON PRP 2 nsubj 2 nsubj
accused accuse VERB VBD 0 ROOT 0 root
him he PRON PRP 2 dobj 2 obj
of of ADP IN 2 prep 5 mark
lying lie VERB VBG 4 pcomp 2 advcl
and and CCONJ CC 2 cc 7 cc
urged urge VERB VBD 2 conj 2 conj
the the DET DT 9 det 9 det
bank bank NOUN NN 11 nsubj 7 obj
to to PART TO 11 aux 11 mark
act act VERB VB 7 ccomp 7 xcomp
+. . PUNCT . 2 punct 2 punct""",
    "names of words, titles, a predicate of another verb": """
Norvik Norvik PROPN NNP 2 compound 2 compound organization
Inc. Inc. PROPN NNP 3 compound 3 compound organization
spokeswoman spokeswoman NOUN NN 6 compound 4 nmod:desc
Ana Ana PROPN NNP 6 compound 7 nsubj person
Maria Maria PROPN NNP 6 compound 4 flat person
Sol Sol PROPN NNP 7 nsubj 4 flat person
called call VERB VBD 0 ROOT 0 root
Lund Lund PROPN NNP 7 dobj 7 obj person
a a DET DT 10 det 10 det
liar liar NOUN NN 7 oprd 7 xcomp
+. . PUNCT . 7 punct 7 punct""",
    "prepositions without a noun": """
The the DET DT 2 det 2 det
man man NOUN NN 6 nsubj 6 nsubj
he he PRON PRP 4 nsubj 4 nsubj
spoke speak VERB VBD 2 relcl 2 acl:relcl
to to ADP IN 4 prep 4 obl
got get VERB VBD 0 ROOT 0 root
about about ADP RB 8 quantmod 8 advmod
300 300 NUM CD 9 nummod 9 nummod
votes vote NOUN NNS 6 dobj 6 obj
from from ADP IN 6 prep 12 case
just just ADV RB 10 advmod 12 advmod
outside outside ADV RB 10 pcomp 6 obl
+. . PUNCT . 6 punct 6 punct""",
}


def _columns(rows: str, *places: int) -> str:
    """Rows with these columns for head and label, and the name's kind behind."""
    lines = [line.split() for line in rows.strip().splitlines()]
    return "\n".join(" ".join([*row[:4], *(row[i] for i in places), *row[8:]]) for row in lines)


def clear(rows: str) -> Parse:
    """The sentence as spaCy reads it."""
    return parse(_columns(rows, 4, 5))


def ud(rows: str) -> Parse:
    """The sentence in Universal Dependencies."""
    return parse(_columns(rows, 6, 7))
