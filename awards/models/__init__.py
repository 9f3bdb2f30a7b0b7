from .aims import Aim
from .awards import AwardRecord, AwardRevocation, AwardType, Decision, Nomination, decision_path
from .petitions import Petition, PetitionRule, petition_path
from .role_models import (
    RoleModel,
    RoleModelEvidence,
    RoleModelPublicity,
    RoleModelSpread,
    RoleModelStanding,
    RoleModelStep,
    role_model_path,
)

__all__ = [
    "Aim",
    "AwardRecord",
    "AwardRevocation",
    "AwardType",
    "Decision",
    "Nomination",
    "Petition",
    "PetitionRule",
    "RoleModel",
    "RoleModelEvidence",
    "RoleModelPublicity",
    "RoleModelSpread",
    "RoleModelStanding",
    "RoleModelStep",
    "decision_path",
    "petition_path",
    "role_model_path",
]
