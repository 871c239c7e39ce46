"""All scenarios, in the order in which people read about them."""

from scripts.fixtures_lib.scenario import Scenario
from scripts.fixtures_lib.sets.clock import CLOCK
from scripts.fixtures_lib.sets.conflicts import CONFLICTS
from scripts.fixtures_lib.sets.consolidation import CONSOLIDATION
from scripts.fixtures_lib.sets.edges import EDGES
from scripts.fixtures_lib.sets.names import NAMES
from scripts.fixtures_lib.sets.proof import PROOF
from scripts.fixtures_lib.sets.relations import RELATIONS
from scripts.fixtures_lib.sets.sabotage import SABOTAGE
from scripts.fixtures_lib.sets.winners import WINNERS

CLASSIC: tuple[Scenario, ...] = WINNERS + CONSOLIDATION + CONFLICTS + EDGES
"""The 34 scenarios that earlier tools were judged by."""
OWN: tuple[Scenario, ...] = CLOCK + RELATIONS + NAMES + SABOTAGE + PROOF
"""What those never covered."""
ALL: tuple[Scenario, ...] = CLASSIC + OWN
