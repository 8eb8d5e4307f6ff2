"""The workflows, one for each kind of subject."""

from workflows.adopted_packs import AdoptedPacksWorkflow
from workflows.jurisdiction_year import JurisdictionYearWorkflow
from workflows.organisations import OrganisationsWorkflow
from workflows.policies import PolicyWorkflow
from workflows.project_year import ProjectYearWorkflow
from workflows.rulings import RulingsWorkflow
from workflows.third_party import ThirdPartyWorkflow
from workflows.unit_year import UnitYearWorkflow
from workflows.work_calendar import WorkCalendarWorkflow

WORKFLOWS = (
    ProjectYearWorkflow,
    UnitYearWorkflow,
    JurisdictionYearWorkflow,
    ThirdPartyWorkflow,
    PolicyWorkflow,
    WorkCalendarWorkflow,
    OrganisationsWorkflow,
    AdoptedPacksWorkflow,
    RulingsWorkflow,
)
"""All workflow types, for a worker and for replay."""
