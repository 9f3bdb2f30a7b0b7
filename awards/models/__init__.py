from .acts import AwardAct, AwardActLine, DecisionDraft, DraftLine, HandingOver
from .agenda import AgendaConclusion, CouncilAgendaItem, SessionMember
from .aims import Aim
from .awards import RECIPIENT, AwardRecord, AwardType, Decision, Nomination, decision_path
from .ballot_counts import BallotCount, PaperEntry, PaperLine
from .ballots import (
    Ballot,
    BallotCandidate,
    BallotKey,
    BallotVoter,
    NamedVote,
    Participation,
    Recusal,
    SealedVote,
    VoteRule,
    VoteSlip,
    WrittenOpinion,
    opinion_path,
)
from .bonuses import BonusOverride, FundEntry
from .certificates import Certificate, CertificatePrint, CertificateStock
from .council import Council, CouncilMember, CouncilSession
from .eligibility import EligibilityOverride, EligibilitySnapshot
from .history import HistoryImport, ImportedDecision, ImportedRecord
from .initiatives import Initiative, InitiativeAuthor, InitiativeUse
from .nomination_files import (
    ConsultedBody,
    DossierItem,
    NominationFile,
    NominationStep,
    ProcessingTime,
    PublicComment,
    PublicConsultation,
)
from .people import Person, PersonPlace
from .petitions import Petition, PetitionRule, petition_path
from .public_page import PublicPage
from .quotas import Quota, RankDecision
from .registers import Discipline, Evaluation, Hold, Roster
from .role_models import (
    RoleModel,
    RoleModelEvidence,
    RoleModelPublicity,
    RoleModelSpread,
    RoleModelStanding,
    RoleModelStep,
    role_model_path,
)
from .rules import RULE_PARTS, AwardRule, BaseSalary, RuleSet, RuleSettings

__all__ = [
    "RECIPIENT",
    "RULE_PARTS",
    "AgendaConclusion",
    "Aim",
    "AwardAct",
    "AwardActLine",
    "AwardRecord",
    "AwardRule",
    "AwardType",
    "Ballot",
    "BallotCandidate",
    "BallotCount",
    "BallotKey",
    "BallotVoter",
    "BaseSalary",
    "BonusOverride",
    "Certificate",
    "CertificatePrint",
    "CertificateStock",
    "ConsultedBody",
    "Council",
    "CouncilAgendaItem",
    "CouncilMember",
    "CouncilSession",
    "Decision",
    "DecisionDraft",
    "Discipline",
    "DossierItem",
    "DraftLine",
    "EligibilityOverride",
    "EligibilitySnapshot",
    "Evaluation",
    "FundEntry",
    "HandingOver",
    "HistoryImport",
    "Hold",
    "ImportedDecision",
    "ImportedRecord",
    "Initiative",
    "InitiativeAuthor",
    "InitiativeUse",
    "NamedVote",
    "Nomination",
    "NominationFile",
    "NominationStep",
    "PaperEntry",
    "PaperLine",
    "Participation",
    "Person",
    "PersonPlace",
    "Petition",
    "PetitionRule",
    "ProcessingTime",
    "PublicComment",
    "PublicConsultation",
    "PublicPage",
    "Quota",
    "RankDecision",
    "Recusal",
    "RoleModel",
    "RoleModelEvidence",
    "RoleModelPublicity",
    "RoleModelSpread",
    "RoleModelStanding",
    "RoleModelStep",
    "Roster",
    "RuleSet",
    "RuleSettings",
    "SealedVote",
    "SessionMember",
    "VoteRule",
    "VoteSlip",
    "WrittenOpinion",
    "decision_path",
    "opinion_path",
    "petition_path",
    "role_model_path",
]
