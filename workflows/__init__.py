"""The workflows, one for each kind of subject."""

from workflows.adopted_packs import AdoptedPacksWorkflow
from workflows.jurisdiction_year import JurisdictionYearWorkflow
from workflows.project_year import ProjectYearWorkflow
from workflows.third_party import ThirdPartyWorkflow
from workflows.unit_year import UnitYearWorkflow

WORKFLOWS = (
    ProjectYearWorkflow,
    UnitYearWorkflow,
    JurisdictionYearWorkflow,
    ThirdPartyWorkflow,
    AdoptedPacksWorkflow,
)
"""All workflow types, for a worker and for replay."""
