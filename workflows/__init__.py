"""The workflows, one for each kind of subject."""

from workflows.adopted_packs import AdoptedPacksWorkflow
from workflows.jurisdiction_year import JurisdictionYearWorkflow
from workflows.project_year import ProjectYearWorkflow

WORKFLOWS = (ProjectYearWorkflow, JurisdictionYearWorkflow, AdoptedPacksWorkflow)
"""All workflow types, for a worker and for replay."""
