"""The state of a project without an act of the bureau: what waited for it waits again."""

from __future__ import annotations

from dataclasses import replace as changed
from datetime import date

from domain.kernel.frozen import replace
from domain.shared.deadlines.due_dates import the_node, with_own_day
from domain.shared.filings.filing import FilingStatus, assessed
from domain.shared.rectification.places import place_in
from domain.subjects.project_year.evaluation.state import Checked, Drawn, Reopened
from domain.subjects.project_year.feedback.loop import LOOP, without_asked
from domain.subjects.project_year.monitoring.rounds import filed_result, with_round
from domain.subjects.project_year.monitoring.state import Open, Reviewed
from domain.subjects.project_year.policy_sharing import E, P
from domain.subjects.project_year.state import ProjectYear, Registered, Withdrawn
from domain.subjects.project_year.targets.state import DISCLOSURE, Approval


def without_withdrawal(state: ProjectYear, _of: str) -> ProjectYear:
    """The project is in the year again, as it was."""
    if not isinstance(state.entry, Withdrawn) or state.entry.before is None:
        raise ValueError(f"{state.stream}: was not withdrawn")
    return replace(state, entry=state.entry.before)


def without_assessment(state: ProjectYear, _of: str) -> ProjectYear:
    """The report waits for its review."""
    report = changed(state.exante.filed.marked(FilingStatus.FILED), review=None)
    return replace(state, exante=changed(state.exante, report=report))


def without_reassessment(state: P, _of: str) -> P:
    """The organisation before it is commissioned, or no re-assessment is awaited."""
    current = state.exante.reassessment
    before = current.before if current else None
    return replace(state, exante=changed(state.exante, reassessment=before))


def without_reassessed(state: P, _of: str) -> P:
    """The re-assessment is still to be filed."""
    current = state.exante.reassessment
    if current is None:
        raise ValueError("no re-assessment was commissioned")
    awaited = changed(current, report=None)
    return replace(state, exante=changed(state.exante, reassessment=awaited))


def without_admission(state: ProjectYear, _of: str) -> ProjectYear:
    """The project is in the register, and not in the library."""
    return replace(state, entry=Registered(state.known))


def without_target(state: ProjectYear, _of: str) -> ProjectYear:
    """The target waits for its review."""
    content = state.target.filed.marked(FilingStatus.FILED)
    return replace(state, target=changed(state.target, content=content, approval=None))


def without_adjustment(state: ProjectYear, _of: str) -> ProjectYear:
    """The adjustment waits for its review, and the project is measured by what was before."""
    adjustment = state.target.adjustment
    if adjustment is None or adjustment.before is None:
        raise ValueError(f"{state.stream}: no adjustment was approved")
    before = adjustment.before
    waiting = changed(adjustment.marked(FilingStatus.FILED), before=None)
    approval = Approval(before.indicators, waiting)
    target = changed(state.target, approval=approval, adjusted=before.adjusted)
    unadjusted = replace(state, target=target, issued=before.budget)
    return with_own_day(unadjusted, DISCLOSURE, before.disclosed_by)


def without_budget(state: ProjectYear, _of: str) -> ProjectYear:
    """The budget waits for its approval."""
    return replace(state, issued=None)


def without_review(state: ProjectYear, of: str) -> ProjectYear:
    """The result waits for its review; a rectification that the review ordered is gone."""
    node = date.fromisoformat(of)
    waiting = filed_result(state, node).as_filed().marked(FilingStatus.FILED)
    return with_round(state, Open(node, waiting))


def without_dropping(state: ProjectYear, of: str) -> ProjectYear:
    """The duty that was dropped is to be done again."""
    return with_round(state, Open(the_node(of)))


def without_notice(state: ProjectYear, of: str) -> ProjectYear:
    """Nothing is to be rectified; a problem has the day that it had before."""
    place = place_in(of)
    if isinstance(place, str):
        return LOOP.without_renewal(state, place)
    current = state.rounds[place]
    match current:
        case Reviewed():
            return with_round(state, changed(current, rectification=None))
        case _:
            raise ValueError(f"{state.stream}: nothing was reviewed at {of}")


def without_self_review(state: ProjectYear, _of: str) -> ProjectYear:
    """The self-evaluation waits for its review."""
    itself = assessed(state.evaluation.itself)
    return without_asked(state, "self_evaluation").evaluated(itself=itself.waiting_again())


def without_department_review(state: ProjectYear, _of: str) -> ProjectYear:
    """The department's report waits for its review."""
    report = assessed(state.evaluation.department)
    filing = report.filing.marked(FilingStatus.FILED)
    unasked = without_asked(state, "department_evaluation")
    return unasked.evaluated(department=changed(report, filing=filing, grade=None))


def without_key_result(state: ProjectYear, _of: str) -> ProjectYear:
    """The report of the key evaluation waits for its review."""
    key = state.evaluation.key
    return state.evaluated(key=changed(key, report=key.filed.marked(FilingStatus.FILED)))


def without_own_key_result(state: ProjectYear, of: str) -> ProjectYear:
    """The same of a project: no feedback is asked for."""
    return without_asked(without_key_result(state, of), "key_evaluation")


def without_commission(state: E, _of: str) -> E:
    """The institution before it is commissioned, or none is."""
    key = state.evaluation.key
    before = key.evaluator.before if key.evaluator else None
    return state.evaluated(key=changed(key, evaluator=before))


def without_report(state: E, _of: str) -> E:
    """The report of the key evaluation is still to come."""
    return state.evaluated(key=changed(state.evaluation.key, report=None))


def without_reopening(state: ProjectYear, _of: str) -> ProjectYear:
    """The grade is open as it was, with the use of the result that was proposed."""
    match state.evaluation.grading:
        case Reopened(before=before, proposal=proposal):
            results = changed(state.evaluation.results, proposal=proposal)
            return state.evaluated(grading=before, results=results)
        case _:
            raise ValueError(f"{state.stream}: no grade was reopened")


def without_check(state: ProjectYear, _of: str) -> ProjectYear:
    """The check of authenticity is still to come."""
    match state.evaluation.authenticity:
        case Checked(drawn=drawn):
            unasked = without_asked(state, "authenticity_check")
            return unasked.evaluated(authenticity=Drawn(drawn))
        case _:
            raise ValueError(f"{state.stream}: nothing was found")


def without_audit(state: ProjectYear, of: str) -> ProjectYear:
    """The document has no finding."""
    audits = {name: one for name, one in state.evaluation.findings.audits.items() if name != of}
    unasked = without_asked(state, "audit_finding")
    return unasked.evaluated(findings=changed(state.evaluation.findings, audits=audits))


def without_problem(state: ProjectYear, _of: str) -> ProjectYear:
    """The newest major problem is gone; what was found before it stands."""
    before = state.evaluation.findings
    unasked = without_asked(state, "audit_finding")
    return unasked.evaluated(findings=changed(before, problems=before.problems[:-1]))


def without_grade(state: ProjectYear, _of: str) -> ProjectYear:
    """The project is to be graded, and nothing is proposed."""
    results = changed(state.evaluation.results, proposal=None)
    return state.evaluated(grading=None, results=results)


def without_proposal(state: ProjectYear, _of: str) -> ProjectYear:
    """The use of the result is to be proposed."""
    return state.evaluated(results=changed(state.evaluation.results, proposal=None))


def without_application(state: ProjectYear, _of: str) -> ProjectYear:
    """The proposal is to be applied."""
    results = state.evaluation.results
    if results.proposal is None:
        raise ValueError(f"{state.stream}: no use of the result was proposed")
    proposal = changed(results.proposal, applied=False, exception=None)
    return state.evaluated(results=changed(results, proposal=proposal))


def without_exception(state: ProjectYear, of: str) -> ProjectYear:
    """The document grants no exception."""
    results = state.evaluation.results
    left = frozenset(one for one in results.exceptions if one[1] != of)
    grades = {name: one for name, one in results.granted_for.items() if name != of}
    return state.evaluated(results=changed(results, exceptions=left, granted_for=grades))
