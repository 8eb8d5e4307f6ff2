"""The workflows, one for each kind of subject."""

from workflows.subjects import (
    AdoptedPacksWorkflow,
    IndicatorsWorkflow,
    JurisdictionYearWorkflow,
    OrganisationsWorkflow,
    PolicyWorkflow,
    ProjectYearWorkflow,
    RulingsWorkflow,
    ThirdPartyWorkflow,
    UnitYearWorkflow,
    WorkCalendarWorkflow,
)

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
    IndicatorsWorkflow,
)
"""All workflow types, for a worker and for replay."""
