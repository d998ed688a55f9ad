"""What the columns of trackers are called, in the languages that their exports come in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from solver.importers import languages
from solver.importers.files.table import plain

# Of several columns of one field the first named here speaks first, the others where it is silent.
_FIELDS: Final = {
    "id": "issue key|work item key|vorgangsschlüssel|clé de ticket|clé|clave de incidencia|clave|key|schlüssel"
    "|identifier|ticket id|ticket key|ticket|task id|aufgaben-id|card id|opportunity id|issue iid|iid|id|issue id"
    "|ticket-id|vorgangs-id|work item id|item id|number|nummer|nr|nr.|#|no|ref|reference|kennung|story id"
    "|clé du ticket|clave de la incidencia|chave da item|chave do item|chave|chiave|chiave segnalazione"
    "|chiave ticket|sleutel|issuesleutel|キー|ticketnummer",
    "internal": "issue id|vorgangs-id|work item id|uuid|id de ticket"
    "|id de incidencia|id de la incidencia|id do item|id da item|id segnalazione|id ticket|issue-id",
    "title": "summary|zusammenfassung|title|titel|name|task name|card name|aufgabe|task|subject|betreff|résumé"
    "|resumen|issue title|opportunity name|headline|aufgabenname|bezeichnung|ticket name|work item|what|was|story"
    "|sommaire|titre|título|titolo|oggetto|samenvatting|resumo|riepilogo|概要|要約",
    "kind": "issue type|work item type|work type|vorgangstyp|type|typ|task type|tracker|art|type de ticket"
    "|tipo de incidencia|tipo|kategorie"
    "|type de demande|tipo de actividad|tipo de item|tipo segnalazione|tipo ticket|issuetype|課題タイプ",
    "status": "status|state|zustand|stand|list name|list|liste|section/column|bereich/spalte|column|spalte|stage"
    "|estado"
    "|statut|board status|progress|fortschritt"
    "|état|etat|situação|stato|ステータス|situation",
    "category": "status category|statuskategorie|catégorie d'état|categoría de estado"
    "|categoria do status|categoria stato|statuscategorie|catégorie d’état",
    "resolution": "resolution|lösung|résolution|resolución|resolução|risoluzione|oplossing|解決状況",
    "priority": "priority|priorität|prio|priorité|prioridad|priorità|wichtigkeit|dringlichkeit|urgency"
    "|backlog priority"
    "|prioridade|prioriteit|優先度",
    "assignee": "assignee|assignees|assigned to|zugewiesene person|zugewiesener|bearbeiter|zugewiesen an|zuständig"
    "|zuständige person|verantwortlich|verantwortlicher|responsible|members|mitglieder|assignee name|owner|owners"
    "|who|wer|resource|person|responsable|persona asignada|personne assignée|bearbeiter/in|dev|beauftragter"
    "|zugewiesen|resource names|resources|ressourcennamen|ressourcen"
    "|attribué à|assigné à|asignado|asignado a|responsável|assegnatario|toegewezen aan|toegewezen persoon"
    "|beauftragt|assegnato a|担当者|cessionnaire",
    "account": "assignee id|zugewiesene person-id|zugewiesene person id|bearbeiter-id|assignee username"
    "|assignee login|benutzername des beauftragten|benutzername des bearbeiters|benutzername zugewiesener"
    "|assignee email|assignee e-mail"
    "|id de la personne assignée|id du responsable|id de la persona asignada|id do responsável|id assegnatario"
    "|benutzername der beauftragt|benutzername beauftragt|beauftragt benutzername|zuweisung benutzername"
    "|benutzername der/des beauftragten|benutzername der zugewiesenen person",
    "reporter": "reporter|author|creator|created by|autor|ersteller|requester|rapporteur|informador"
    "|rapporteur|créateur|relator|autore|melder|报告人|auteur|criador|creatore",
    "labels": "labels|label|tags|tag|stichwörter|stichworte|schlagwörter|étiquettes|etiquetas|etiketten"
    "|étiquette|marcadores|rótulos|etichette|ラベル",
    "components": "components|component/s|component|komponenten|komponente/n|komponente|area path|area|module"
    "|bereich|composants|componentes|modul"
    "|composant|componenti|componenten|コンポーネント",
    "description": "description|beschreibung|notes|notizen|body|details|card description|descripción|bemerkung|notiz"
    "|descrição|descrizione|omschrijving|beschrijving|説明",
    "estimate": "original estimate|ursprüngliche schätzung|ursprüngliche aufwandsschätzung|time estimate"
    "|zeitschätzung|geschätzte zeit|estimated hours|estimated time|estimate hours|estimate (h)|estimate (hours)"
    "|estimate (days)|hours|stunden|aufwand|aufwand (h)|aufwand (tage)|aufwand in stunden|aufwand in tagen"
    "|original estimate (hours)|duration|dauer|days|tage|personentage|pt|effort (hours)|effort (h)|effort (days)"
    "|estimation originale|estimate|schätzung|estimación original|allocation weeks|weeks|wochen|est. hours"
    "|est hours|std|time estimate (hours)|geschätzte stunden|heures|horas|ore|uren|durée|duración|durata|duração|duur"
    "|tempo stimato|stima originale|estimativa original|oorspronkelijke schatting|temps estimé|tiempo estimado"
    "|初期見積り",
    "points": "final estimate points|story points|story point estimate|storypoints|story-points|points"
    "|estimate points|punkte|weight|gewicht|gewichtung|effort|sp|story point|original estimate points"
    "|original story points|story-point-schätzung|story point schätzung|estimated points|complexity points",
    "remaining": "remaining estimate|remaining work|verbleibende schätzung|restschätzung|remaining|restaufwand|rest"
    "|remaining hours|hours remaining|remaining time|verbleibend|verbleibende stunden|estimation restante"
    "|remaining (h)"
    "|estimación restante|estimativa restante|stima rimanente|resterende schatting|temps restant|残余見積り",
    "spent": "time spent|zeitaufwand|benötigte zeit|aufgewendete zeit|zeit aufgewendet|completed work"
    "|time spent hours|spent|actual hours|logged hours|spent hours|logged|temps passé|verbraucht|zeit verbraucht"
    "|gebucht|aufgewandte zeit"
    "|temps consacré|tiempo trabajado|tiempo empleado|tempo gasto|tempo impiegato|tijd besteed|bestede tijd|所要時間",
    "size": "size|größe|t-shirt size|t-shirt|tshirt|t-shirt-größe",
    "due": "due date|fälligkeitsdatum|fällig am|fällig|fälligkeit|due|due on|target date|deadline|end date|enddatum"
    "|date d'échéance|fecha de vencimiento|due by|termin|finish date|abgabe|frist"
    "|échéance|fecha límite|data de vencimento|data limite|scadenza|data di scadenza|einddatum|vervaldatum|期限",
    "earliest": "start date|startdatum|target start|start|beginn|start on|startet am",
    "sprint": "sprint|iteration path|iteration|cycle name|cycle|zyklus|sprint number",
    "milestone": "milestone|meilenstein",
    "parent": "parent key|parent id|parent issue|parent task|übergeordneter schlüssel|parent|übergeordnet"
    "|übergeordnetes element|übergeordnete aufgabe|übergeordneter vorgang|parent link|élément parent|principal"
    "|parent summary key|principale|pai|elemento principal|bovenliggend|elemento padre|親課題",
    "epic": "epic link|epic key|epos-verknüpfung|epos-link|epic|epic id|epic title|epos|lien d'épopée|batch"
    "|epic-id|epic-titel|lien d’épopée|enlace de épica|vínculo épico|link epica|epic-link",
    "waits_for": "blocked by|blocked by (dependencies)|blockiert von|blockiert durch|depends on|dependencies"
    "|dependency|hängt ab von|abhängig von|abhängigkeiten|predecessors|vorgänger|waits for|bloqué par|bloqueado por"
    "|predecessor|wartet auf",
    "blocks": "blocks|blocking|blockiert|blocking (dependencies)|successors|nachfolger",
    "refers": "related to|duplicate of|relates to|relates|linked issues",
    "needs": "required skills|skills|capabilities|required capabilities|fähigkeiten|kompetenzen|skills required"
    "|capabilities required|needed skills",
    "written": "created|updated|erstellt|aktualisiert|created at|updated at|created date|changed date|last modified"
    "|last activity date|created at (utc)|updated at (utc)|closed at (utc)|resolved|aktualisiert am|created on"
    "|erledigt"
    "|erstellt am (utc)|aktualisiert am (utc)|updated date|resolution date|créé|creada|created time"
    "|création|mise à jour|creado|actualizada|actualizado|criado|atualizado|creato|aggiornato|aangemaakt"
    "|bijgewerkt|résolue|résolu|作成日|更新日|dernière consultation",
    "end": "completed at|closed at (utc)|closed at|resolved|completed|abgeschlossen am|due complete"
    "|geschlossen am (utc)",
    "done": "done|done?|is done|complete|complete?|completed?|finished|finished?|erledigt?|fertig|fertig?|% complete"
    "|percent complete|% done|% abgeschlossen|% arbeit abgeschlossen|terminé|hecho|completado|klaar|fatto|feito",
    "url": "url|web url|link|card url|href",
    "archived": "archived|archiviert|closed",
    "people_asked": "people|persons|crew|personen|seats|headcount",
    "severity": "severity",
}
FIELDS: Final = {
    name: [*words.split("|"), *filter(None, languages.FIELDS.get(name, "").split("|"))]
    for name, words in _FIELDS.items()
}
_WRAPPED: Final = re.compile(
    r"(?:custom field|benutzerdefinierte[snr]? feld(?:er)?|champs? personnalisée?s?|campo personali(?:zado|zzato)"
    rf"|aangepast veld|カスタムフィールド|{'|'.join(languages.CUSTOM)}) ?\((.+)\)"
)
_LINK: Final = re.compile(
    r"(?=.*(?:link|verknüpfung|verweis|verlinkung|lien|enlace|v[ií]ncul|collegament|koppeling"
    rf"|{languages.LINKS}))([^(]+)\((.+)\)"
)
# The ends of a link, as a header names them: what comes from the other issue, and what goes to it.
_INWARD: Final = (
    "inward",
    "eingehend",
    "intern",
    "entrant",
    "entrada",
    "ingresso",
    "recebid",
    "inkomend",
    "inwaarts",
    *languages.INWARD,
)
_OUTWARD: Final = (
    "outward",
    "ausgehend",
    "extern",
    "sortant",
    "saliente",
    "salida",
    "saída",
    "uscita",
    "enviad",
    *languages.OUTWARD,
)
# Endings that address everybody: Beauftragte(r), Autor:in, Bearbeiter/in.
_ENDING: Final = re.compile(r"(?:e?\(r\)|e/r|\(in(?:nen)?\)|\(n\)|[:*/]-?in(?:nen)?)(?!\w)")
# Link types whose outward text is "blocks", and those whose outward text is "depends on".
_BEFORE: Final = (
    "block",
    "preced",
    "gantt",
    "finish",
    "end to start",
    "before",
    "sperrt",
    "bloque",
    "bloquea",
    "vorgäng",
    *languages.BEFORE,
)
_AFTER: Final = ("depend", "abhäng", "require", "after", "need", *languages.AFTER)
_BRACKETS: Final = re.compile(r"(.+?)\s*[(\[][^()\[\]]{1,20}[)\]]")
_FIELDS_OF_TIME: Final = {"estimate", "remaining", "spent"}
_SECRET: Final = re.compile(
    r"pass ?word|passwort|kennwort|passwd|\bpwd\b|\bsecrets?\b|\btoken\b|api ?key|apikey|private ?key|credential"
    r"|access ?key|client ?secret|zugangsdaten|\biban\b|\bssn\b|salary|gehalt|\bpin\b"
    rf"|{languages.SECRET}"
)
_MAIL: Final = re.compile(rf"e-?mail|{languages.MAIL}")


@dataclass
class Columns:
    """Where the fields of a header stand; ``links`` holds link columns as (direction, place) by what they mean."""

    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    refers: tuple[int, ...] = ()
    refer_names: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def has(self, *fields: str) -> bool:
        """Return whether the header has a column for each of the fields."""
        return all(name in self.places for name in fields)


def columns_of(header: tuple[str, ...], own: Mapping[str, str] | None = None) -> Columns:
    """Return what the columns of a header mean; ``own`` says it for some names in the user's words.

    Examples
    --------
    >>> found = columns_of(("Summary", "Issue key", "Labels", "Labels", "Inward issue link (Blocks)", "Password"))
    >>> found.places["labels"], found.before, found.secrets
    ((2, 3), (4,), ('Password',))
    """
    chosen: dict[str, list[tuple[int, int]]] = {}
    links: dict[str, list[int]] = {"before": [], "after": [], "refers": []}
    names, refer_names, secrets, unused = dict[str, str](), list[str](), list[str](), list[str]()
    for at, raw in enumerate(header):
        name = _without_unit(bare(raw))
        kind = _link_kind(name)
        fields = [(own or {})[raw]] if raw in (own or {}) else list(_BY_NAME.get(name, ()))
        if is_secret(name, fields):
            secrets.append(raw)
        elif kind:
            links[kind].append(at)
            refer_names += [raw] if kind == "refers" else []
        elif fields:
            for one in fields:
                rank = FIELDS[one].index(name) if name in FIELDS.get(one, ()) else -1
                chosen.setdefault(one, []).append((rank, at))
                names.setdefault(one, raw)
        elif name:
            unused.append(raw)
    places = {name: tuple(at for _, at in sorted(ranked, key=lambda pair: pair[0])) for name, ranked in chosen.items()}
    before, after, refers = (tuple(links[name]) for name in ("before", "after", "refers"))
    said, hidden, idle = (tuple(dict.fromkeys(found)) for found in (refer_names, secrets, unused))
    return Columns(places, before, after, refers, said, hidden, idle, names)


def bare(name: str) -> str:
    """Return the name of a column without the wrapping of a custom field, as it is compared."""
    text = _ENDING.sub("", plain(name)).replace("_", " ").strip("*: ")
    match = _WRAPPED.fullmatch(text)
    return match[1].strip() if match else text


def _without_unit(name: str) -> str:
    """Return the name of a column of times without the unit in brackets, which says how its numbers count."""
    inside = _BRACKETS.fullmatch(name) if name not in _BY_NAME else None
    return inside[1] if inside and _FIELDS_OF_TIME & set(_BY_NAME.get(inside[1], ())) else name


def is_secret(name: str, fields: list[str]) -> bool:
    """Return whether a column looks like something that must never reach the workspace."""
    return bool(_SECRET.search(name)) or (bool(_MAIL.search(name)) and not fields)


def _link_kind(name: str) -> str:
    match = _LINK.fullmatch(name)
    if not match:
        return ""
    inward = any(word in match[1] for word in _INWARD)
    if not inward and not any(word in match[1] for word in _OUTWARD):
        return ""
    if any(part in match[2] for part in _AFTER) and "block" not in match[2]:
        return "after" if inward else "before"
    if any(part in match[2] for part in _BEFORE):
        return "before" if inward else "after"
    return "refers"


_BY_NAME: Final[dict[str, tuple[str, ...]]] = {
    word: tuple(name for name in FIELDS if word in FIELDS[name])
    for word in {word for words in FIELDS.values() for word in words}
}
