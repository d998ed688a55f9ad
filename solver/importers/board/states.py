"""Words of trackers for states and priorities, in the languages that exports come in, and what they are here."""

from __future__ import annotations

import re
from typing import Final

from solver.importers import languages
from solver.importers.files.table import plain

TODO: Final = "TODO"
OVER: Final = ("DONE", "CANCELLED")
OPEN: Final = ("TODO", "IN_PROGRESS", "IN_REVIEW", "BLOCKED", "WAITING")

_STATES: Final = {
    "TODO": "to do|todo|open|opened|reopened|backlog|new|selected for development|ready|ready for development"
    "|ready for dev|ready-for-dev|pending|triage|unstarted|not started|planned|proposed|approved|draft|drafted"
    "|created|queued|next|upcoming|requested|accepted|icebox|to be done|scheduled|offen|zu erledigen|neu|geplant"
    "|aufgaben|bereit|à faire|ouvert|por hacer|abierto|pendiente|da fare|te doen|a fazer|optional|contexted|vacant"
    "|unfilled|geöffnet"
    "|tareas por hacer|tarefas pendentes|itens pendentes|a fazer|da completare|nieuw|未着手|aberto|aperto|réouvert"
    "|reabierto|nouveau|nuevo|novo|nuovo|wieder geöffnet|erneut geöffnet|priorisiert|selected"
    "|ausgewählt für entwicklung",
    "IN_PROGRESS": "in progress|in_progress|doing|started|active|wip|work in progress|in development|development"
    "|dev|in work|ongoing|underway|committed|implementing|implementation|in arbeit|in bearbeitung|laufend|begonnen"
    "|in dev|en cours|en curso|in corso|em andamento|bezig|hooked|pinned|assigned|aktiv"
    "|wordt uitgevoerd|in uitvoering|en progreso|in lavorazione|進行中|em progresso",
    "IN_REVIEW": "in review|review|code review|in code review|peer review|qa|in qa|testing|in testing|in test|test"
    "|ready for review|ready for qa|ready for test|ready for testing|verify|verification|in verification|validation"
    "|uat|acceptance|awaiting review|in prüfung|im test|im review|zur prüfung|review läuft|revisión|en revisión"
    "|en revue|em revisão|in revisione|à vérifier|en test|in beoordeling|revue de code|レビュー中",
    "BLOCKED": "blocked|impeded|stuck|blockiert|gesperrt|bloqué|bloqueado|impediment|obstructed"
    "|bloquée|bloqueada|bloccato|geblokkeerd|bloquée",
    "WAITING": "waiting|on hold|hold|deferred|paused|parked|waiting for customer|waiting for support|awaiting"
    "|snoozed|waiting on|wartend|warten|wartet|pausiert|zurückgestellt|en attente|en espera|later|someday|postponed"
    "|aguardando|in attesa|in de wacht|保留|reporté",
    "DONE": "done|closed|complete|completed|resolved|finished|fixed|merged|released|shipped|deployed|live|delivered"
    "|accepted and done|fertig|erledigt|geschlossen|abgeschlossen|gelöst|behoben|terminé|fermé|hecho|cerrado|fatto"
    "|concluído|gereed|filled|✅|✔|✔️|✓|☑|☑️|ready to ship|archived|erfüllt"
    "|terminée|terminé(e)|finalizada|finalizado|listo|lista|concluída|pronto|itens concluídos|completato|chiuso"
    "|chiusa|klaar|afgerond|gesloten|完了|fermée|résolu|résolue|resuelta|resuelto|resolvido|risolto|opgelost|fini"
    "|hecha|completada|completado",
    "CANCELLED": "cancelled|canceled|won't do|wont do|won't fix|wontfix|wont fix|duplicate|rejected|removed"
    "|abandoned|abgebrochen|verworfen|abgelehnt|obsolete|invalid|dropped|not planned|not_planned|declined|annulé"
    "|cancelado|entfernt|tombstone|discarded|withdrawn|superseded|out of scope|not applicable|will not fix|will not do"
    "|cannot reproduce|can't reproduce|not reproducible|not a bug|as designed|by design|works for me"
    "|annulée|cancelada|annullato|geannuleerd|abandonné|rechazada|rejeté|キャンセル|storniert|annulliert|duplikat"
    "|wird nicht behoben|wird nicht erledigt|wird nicht umgesetzt|nicht reproduzierbar|doublon|duplicado|duplicata",
}
# What is not over, whatever the rest of the word says.
_NOT_OVER: Final = re.compile(
    r"\b(?:(?:not|never|nicht|pas|no|niet|non)(?: yet)? |un|in)(?:done|completed?|closed|finished|resolved|fixed"
    r"|erledigt|fertig|abgeschlossen|terminée?|finie?|hecho|terminado|gereed|klaar|fatto|feito)\b"
)
_SHARE: Final = re.compile(r"(\d{1,3})\s?%")
STATES: Final = {
    word: state for known in (languages.STATES, _STATES) for state, words in known.items() for word in words.split("|")
}
# A word inside of a longer state, as a pattern: "Ready for QA (Team B)". The first that is found counts.
_PARTS: Final = (
    *(("won't", "CANCELLED"), ("cancel", "CANCELLED"), ("duplicate", "CANCELLED"), ("block", "BLOCKED")),
    *(("not planned", "CANCELLED"), ("obsolete", "CANCELLED"), ("incomplete", "TODO")),
    *(("abandon", "CANCELLED"), ("reject", "CANCELLED"), ("declin", "CANCELLED")),
    *(("review", "IN_REVIEW"), ("test", "IN_REVIEW"), (r"\bqa", "IN_REVIEW"), ("wait", "WAITING")),
    *((r"\bhold", "WAITING"), ("progress", "IN_PROGRESS"), ("doing", "IN_PROGRESS")),
    *((r"\bdone", "DONE"), ("complete", "DONE"), (r"\bclos", "DONE")),
    *(("to do", "TODO"), ("todo", "TODO"), ("backlog", "TODO"), ("ready", "TODO"), ("sprint", "TODO")),
)

_PRIORITIES: Final = {
    "CRITICAL": "critical|highest|blocker|urgent|immediate|p0|sev0|sev1|showstopper|emergency|kritisch|höchste"
    "|dringend|sofort|sehr hoch|very high|la plus haute|urgente|asap|must|must have"
    "|la plus élevée|très élevée|bloquant|bloquante|critique|muy alta|más alta|la más alta|mais alta|altíssima"
    "|crítica|crítico|massima|più alta|critica|hoogste|最高",
    "HIGH": "high|major|p1|sev2|important|hoch|wichtig|élevée|haute|alta|alto|should|should have"
    "|élevé|majeur|majeure|hoog|haut|高",
    "MEDIUM": "medium|normal|p2|sev3|moderate|mittel|moyenne|media|média|default|standard|could|could have|med"
    "|moyen|moyenne|médio|medio|mediana|gemiddeld|normaal|normale|normal|中",
    "LOW": "low|lowest|minor|trivial|p3|p4|sev4|niedrig|niedrigste|gering|sehr niedrig|very low|basse|baja|baixa"
    "|nice to have|won't|someday"
    "|faible|la plus faible|la plus basse|très faible|mineur|mineure|bas|bajo|baixo|más baja|muy baja|mais baixa"
    "|bassa|più bassa|minima|laag|laagste|低|最低",
}
PRIORITIES: Final = {
    word: name
    for known in (languages.PRIORITIES, _PRIORITIES)
    for name, words in known.items()
    for word in words.split("|")
}
NO_PRIORITY: Final = (
    "",
    "no priority",
    "none",
    "keine",
    "keine priorität",
    "not set",
    "unset",
    "-",
    "--",
    "n/a",
    *languages.NO_PRIORITY,
)


def state_of(status: str, category: str = "", own: dict[str, str] | None = None) -> tuple[str, bool]:
    """Return the state that a tracker's words mean, and whether a word was known rather than guessed.

    The status says more than its category, unless they disagree on whether the work is over: then the category, which
    the tracker itself keeps, is right. Work that is over was not done where either of them says so.

    Examples
    --------
    >>> state_of("Blocked", "In Progress"), state_of("Freigabe", "Fertig"), state_of("Ready for QA (B)"), state_of("Hm")
    (('BLOCKED', True), ('DONE', True), ('IN_REVIEW', True), ('TODO', False))
    >>> state_of("Closed - Won’t fix", "Done"), state_of("Closed", "Canceled")
    (('CANCELLED', True), ('CANCELLED', True))
    >>> state_of("Not done yet"), state_of("100 %"), state_of("40%")
    (('TODO', True), ('DONE', True), ('IN_PROGRESS', True))
    """
    word, wide = plain(status).replace("’", "'"), plain(category)
    if own and word in own:
        return own[word], True
    found = STATES.get(word) or STATES.get(word.replace("_", " ").replace("-", " "))
    found = found or _share(word) or (TODO if _NOT_OVER.search(word) else None)
    found = found or next((state for part, state in _PARTS if re.search(part, word)), None)
    group = STATES.get(wide)
    if group in OVER:
        return "CANCELLED" if "CANCELLED" in {found, group} else "DONE", True
    if found in OVER and group in {"TODO", "IN_PROGRESS"}:
        return group, True
    found = found or group
    return (found, True) if found else (TODO, not word)


def _share(word: str) -> str | None:
    """Return the state of work of which a share is done, None for what is no share."""
    match = _SHARE.fullmatch(word)
    share = int(match[1]) if match else -1
    return None if share < 0 else TODO if share == 0 else "IN_PROGRESS" if share < 100 else "DONE"


def is_word(status: str) -> bool:
    """Return whether a status is a word that is known as it stands, and not by a part of it.

    Examples
    --------
    >>> is_word("Done"), is_word("done (v2)")
    (True, False)
    """
    return plain(status).replace("’", "'") in STATES


def is_undone(resolution: str) -> bool:
    """Return whether a resolution says that work was ended without being done.

    Examples
    --------
    >>> is_undone("Won't Do"), is_undone("Closed as duplicate"), is_undone("Incomplete"), is_undone("Fixed")
    (True, True, True, False)
    """
    return state_of(resolution)[0] == "CANCELLED" or plain(resolution) == "incomplete"


def priority_of(word: str) -> str | None:
    """Return the priority that a word means, "" where none is set, None where the word is unknown.

    Examples
    --------
    >>> priority_of("Höchste"), priority_of("No priority"), priority_of("3 - Medium"), priority_of("purple")
    ('CRITICAL', '', 'MEDIUM', None)
    """
    text = plain(word)
    if text in NO_PRIORITY:
        return ""
    for candidate in (text, text.lstrip("0123456789 -.:()").strip(), text.split(" ")[0], text.split("-")[0].strip()):
        if candidate in PRIORITIES:
            return PRIORITIES[candidate]
    return None
