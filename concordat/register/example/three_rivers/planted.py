"""Three Rivers: the awkward facts planted in it, each with the rows that show it; its README holds the same table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Planted:
    """An awkward fact: what it is, on which sheet, and the keys of the rows that show it."""

    name: str
    sheet: str
    keys: tuple[str, ...]
    what: str

    def row(self) -> str:
        """The fact as a row of a Markdown table."""
        keys = ", ".join(f"`{key}`" for key in self.keys)
        return f"| {self.name} | {self.sheet} | {keys} | {self.what} |"


def _planted(name: str, sheet: str, keys: str, what: str) -> Planted:
    return Planted(name=name, sheet=sheet, keys=tuple(keys.split(", ")), what=what)


PLANTED = (
    _planted("merged trust", "Organisations", "RZ5", "Wend Royal closed on 31 March 2025; RZ1 took over"),
    _planted("merged trust still named", "Contracts", "RZ5-PAS-17, RZ5-PACS-18", "the customer is the closed RZ5"),
    _planted("merged trust still running", "Systems", "RZ5-PAS, RZ5-PACS", "so RZ1 has two of each"),
    _planted("organisation renamed", "Organisations", "RZ4", "two rows for one code, either side of 1 October 2023"),
    _planted("five-character code", "Organisations", "Z3R4V", "a trust new in 2024, whose sites have seven"),
    _planted("code with a leading nought", "Organisations", "098, 099",
             "text, which a spreadsheet would make 98 and 99"),
    _planted("office changes hands", "Offices", "RZ4 / digital lead", "two holders, either side of 1 September 2026"),
    _planted("supplier renamed", "Suppliers", "GB-COH-99000103", "Quillmere, once Brightwater, which is a row too"),
    _planted("supplier taken over", "Contracts", "RZ5-PAS-17, RZ4-PAS-20",
             "name Brightwater, whose successor is Quillmere"),
    _planted("expired framework", "Offers", "EPR-TAR, ED-TAR", "to be bought from CDS-19, closed on 31 March 2026"),
    _planted("framework about to close", "Offers", "PAS-QUI, PACS-GRE", "from DHS-23, which closes on 30 June 2028"),
    _planted("automatic renewal soon", "Contracts", "RZ4-PAS-20, RZ1-OCS-19, QZ3-DOC-24",
             "notice falls within 180 days"),
    _planted("past its notice date", "Contracts", "RZ4-PACS-17",
             "notice was due by 31 August 2026: it renews to 2029"),
    _planted("notice within days", "Contracts", "RZ1-EPMA-20",
             "its one extension must be claimed by 30 November 2026"),
    _planted("ended, with an override", "Contracts", "RZ1-LIMS-14",
             "ended in June 2026; runs on at the user's own risk"),
    _planted("permitted ground", "Contracts", "RZ5-PAS-17", "a modification notice, to the end of 2029"),
    _planted("PCR 2015 call-off", "Contracts", "RZ1-PAS-18", "under the old law for life"),
    _planted("Procurement Act contract", "Contracts", "RZ8-OCS-25, RZ8-THE-25, 098-INT-25",
             "begun after 24 February 2025"),
    _planted("Provider Selection Regime", "Contracts", "RZ4-LIMS-24",
             "a laboratory system inside a hosted clinical service"),
    _planted("below threshold", "Contracts", "RZ8-DOC-25", "£120,000 with VAT over its whole life"),
    _planted("two systems, one contract", "Contracts", "RZ1-IMG-20, RZ8-IMG-23",
             "radiology information and images together"),
    _planted("joint contract", "Contracts", "QZ3-PHR-23, Z3R4V-ROS-22", "one signs, others use it as parties"),
    _planted("twelve years", "Contracts", "RZ1-EPR-19", "an EPR to 2031; a break costs two fifths of what is left"),
    _planted("option past the call-off limit", "Contracts", "RZ1-ROS-21",
             "seven years are the framework's most"),
    _planted("no contract", "Systems", "RZ8-INT", "nobody knows what it was bought under, nor who owns it"),
    _planted("support ends", "Products", "BRI-PAS", "30 September 2029: RZ5-PAS must move, within three quarters"),
    _planted("no DPIA", "Systems", "RZ5-PACS, RZ4-DOC", "they hold patient data"),
    _planted("no safety case", "Systems", "RZ4-ED, RZ5-PAS, RZ8-INT", "they hold patient data"),
    _planted("no exit plan", "Contracts", "RZ5-PAS-17, RZ4-EPR-18, RZ8-COM-20", "no agreed way out of a vital system"),
    _planted("retired system", "Systems", "RZ4-PAS-OLD", "valid to April 2020: history, not a system to plan for"),
    _planted("no safety officer", "Offices", "RZ8 / clinical safety officer", "missing: nobody holds it"),
    _planted("must-have excludes the cheapest", "Needs", "Z3R4V / COM / Mental Health Act papers",
             "Fernhythe lacks it"),
    _planted("prerequisite", "Capabilities", "OCS, EPR, PACS", "not before EPR, PAS and RIS at the same site"),
    _planted("team that grows", "Capacity", "- / integration engineer / 2028-04-01",
             "from 5 to 10 when the new year's money comes"),
    _planted("local freeze", "Blackouts", "Move to the new emergency block / RZ4 / 2028-09-01",
             "no go-live at RZ4 for three months"),
    _planted("office nobody holds", "Offices", "099 / Caldicott Guardian", "missing: the city council has named none"),
    _planted("superseded version", "Agreements", "TR-DSA-01 / 1", "ended as version 2 began; it answers for its day"),
    _planted("draft with a clause nobody can execute", "Agreements", "TR-DSA-01 / 3",
             "no text, no signature, and words that must become a limit or go"),
    _planted("unsigned", "Agreement parties", "TR-DSA-02 / 1 / RZ4 / controller", "the others signed on 14 September"),
    _planted("expired", "Agreements", "TR-DSA-03 / 1", "ended on 31 March 2026, and nothing follows it"),
    _planted("agreement with a merged trust", "Agreement parties", "TR-DSA-04 / 1 / RZ5 / controller",
             "RZ5 closed in 2025 and RZ1 has not signed in its place"),
    _planted("annual review overdue", "CAG approvals", "23/CAG/9903", "due by 14 August 2026"),
    _planted("DPIA past its review", "DPIAs", "DPIA-TR-10", "due by 31 October 2026; TR-DSA-09 rests on it"),
    _planted("host without Article 28 terms", "Agreements", "TR-HOST-01 / 1", "two of the eight, so RZ1 acts without"),
    _planted("columns nobody justified", "Data items",
             "TR-DSA-07 / 1 / caseload-RZ8 / caseload / risk_summary, "
             "TR-DSA-07 / 1 / caseload-Z3R4V / patient / religion",
             "in the schedule without a reason"),
    _planted("signed on paper", "Agreements", "TR-S75-01 / 1", "its hash is that of a scan, not of the rows here"),
    _planted("late joiner", "Agreement parties", "TR-DSA-08 / 1 / Z3R4V / joint controller",
             "by deed of adherence, four months after the others"),
    _planted("leaver with a duty", "Agreement parties", "TR-DSA-06 / 1 / 099 / joint controller",
             "left on 1 August 2026; nothing shows that it deleted what it had"),
    _planted("review within days", "Agreements", "TR-DSA-06 / 1", "due on 15 December 2026, with 30 days of grace"),
    _planted("approaching standards", "DSPT", "RZ8 / 2026", "counts, for it has an agreed plan"),
    _planted("standards not met", "DSPT", "Z3R4V / 2026", "accepted by its SIRO until 31 January 2027"),
    _planted("registration about to lapse", "ICO registrations", "099", "on 9 December 2026"),
    _planted("addendum not approved", "DPIA addenda", "DPIA-TR-05 / RZ8", "the other three trusts' are"),
    _planted("votes inherited", "Body members", "TR-JC / RZ1 / chief executive",
             "two votes, for Wend Royal's came with the merger"),
    _planted("committees nobody closed", "Bodies", "TR-CIC", "stood down in 2025, with RZ5 still in it"),
    _planted("terms past their review", "Terms of reference", "RZ4-FPC", "due by 30 September 2026"),
    _planted("committee that comes first", "Delegations", "RZ4 / digital services / contract award / TR-JC",
             "its finance committee considers it before"),
    _planted("other words from a later day", "Delegations", "RZ8 / digital services / contract award / TR-JC",
             "from 1 December 2026; the others' words are one another's, from 1 April 2026"),
    _planted("power passed on without leave", "Delegations", "RZ4 / digital services / contract extension / RZ4-EMT",
             "the finance committee may not pass on what the board gave it"),
    _planted("advisory group that approves", "Delegations", "RZ8 / digital services / contract extension / TR-PB",
             "written as if the programme board could decide"),
    _planted("governors approve besides", "Reserved matters", "RZ1 / merger or significant transaction / - / RZ1-COG, "
             "Z3R4V / merger or significant transaction / - / Z3R4V-COG", "of the two foundation trusts"),
    _planted("meeting cancelled", "Meetings", "RZ4-FPC / 2026-11-17", "so what waits for it waits until 15 December"),
    _planted("board not named", "Proposals", "TR-P-03", "it exercises a function of the ICB, which is not among them"),
    _planted("chair's action not ratified", "Decisions", "D-2026-002", "taken on 29 October; a meeting has passed"),
    _planted("decision hardly written down", "Decisions", "D-2026-003", "no paper, options, votes, owner or day"),
    _planted("action overdue", "Actions", "A-002", "due on 13 November 2026"),
    _planted("lawyers not asked", "Procurements", "PROC-01", "five organisations' portal, and no advice on it"),
    _planted("head of requirements forgotten", "Procurements", "PROC-01", "what happens when a trust merges"),
    _planted("one need bought twice", "Procurements", "PROC-03, PROC-04", "each below £135,018, together above it"),
    _planted("lot of a closed framework", "Framework lots", "CDS-19 / 3", "closed before the portal can be awarded"),
    _planted("lot that leaves a member out", "Framework lots", "DHS-23 / 2", "RZ8 is no permitted user"),
    _planted("standstill held open", "Notices", "PROC-02 / PSR intention to award / 2026-11-10",
             "a representation came on its fifth working day, and is not answered"),
    _planted("conflict to be handled", "Conflicts of interest", "PROC-01 / RZ4 / digital lead",
             "chairs the user group of one supplier"),
    _planted("two accountable", "Responsibilities",
             "SVC-PACS / Approve changes / RZ1 / digital lead / accountable, "
             "SVC-PACS / Approve changes / RZ1 / service manager / accountable", "so neither is"),
    _planted("user nobody remembered", "Services", "SVC-PORTAL", "RZ8 has no part in anything"),
    _planted("duty not passed on", "Obligations", "OB-03", "the supplier's year of notice reaches no member"),
    _planted("liability above the cap", "Obligations", "OB-14", "RZ1 owes each member more than its supplier owes it"),
    _planted("no schedule of exit", "Services", "SVC-PORTAL", "nothing says who pays what if one leaves"),
    _planted("ladder that ends early", "Escalation", "SVC-PORTAL / dispute / 2", "no executives and no mediation"),
    _planted("risk past its review", "Risks", "RK-02", "due by 31 October 2026, and nothing is done about it"),
    _planted("decision soon, and not won over", "Positions",
             "converge-phr / RZ8 / Chief executive, converge-phr / QZ3 / Chief executive",
             "one opposed and one unknown, 25 days before the joint committee meets"),
    _planted("loss nothing makes good", "Positions", "TR-P-04 / RZ4 / Board of directors", "forty posts"),
    _planted("compensation nobody agreed", "Effects", "TR-P-04 / RZ4 / compensation / A share of what RZ1 gains",
             "promised, and written nowhere"),
    _planted("governors not spoken with", "Positions", "TR-P-04 / RZ1 / Council of governors",
             "who must approve it, and RZ4's board is asked to on 3 December"),
    _planted("nobody has called", "Positions", "converge-phr / Z3R4V / Chief executive", "since 3 August 2026"),
)
