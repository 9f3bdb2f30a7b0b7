"""The life of a paper as a machine: whatever people try in whatever order, it moves only as its states say."""

import copy

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts import clock
from accounts.decisions import Refused
from accounts.models import AuditEntry
from reports.models import Comment, Document, DocumentAct, DocumentVersion, IssuedDocument
from reports.services import consulting, life
from reports.services.acts import words_version
from reports.services.documents import save_document, succeed_document
from reports.states import MOVES, OUT, WORDS_OPEN, DocumentState
from tests.reports.documents import scenes
from tests.world import build_world

D = DocumentState
REASON = "Vì phải sửa lại số liệu."
HEADS, WRITERS = {"leader"}, {"leader", "leader_staff"}
PEOPLE = ("leader", "leader_staff", "head", "deputy", "board", "other_bloc_leader")
SIGNER = {"approve", "reopen", "sign", "issue", "recall"}


class PaperLife(RuleBasedStateMachine):
    """One invitation of the bloc, and those that take its place."""

    @initialize(steps=st.integers(0, 5))
    def begin(self, steps):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world = scenes.ready(build_world())
        self.document = scenes.invitation(self.world)
        self.state, self.waiting, self.consultation = D.DRAFT, 0, None
        self.frozen: dict[int, tuple] = {}
        self.acts: list[tuple] = []
        self.go_on(steps)

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def _person(self, name):
        return self.world.people[name]

    def _tried(self, allowed: bool, act) -> bool:
        try:
            with transaction.atomic():
                act()
        except (Refused, ValidationError) as refusal:
            assert not allowed, refusal
            return False
        assert allowed
        return True

    def _step(self, move: str, name: str, act, more: bool = True) -> bool:
        people = HEADS if move in SIGNER else WRITERS
        allowed = name in people and self.state in MOVES[move].sources and more
        done = self._tried(allowed, act)
        if done:
            self.state = MOVES[move].target
        return done

    @rule(name=st.sampled_from(PEOPLE))
    def write(self, name):
        allowed = name in WRITERS and self.state in WORDS_OPEN
        version = Document.objects.get(pk=self.document.pk).version
        call = {"document_id": self.document.pk, "by": self._person(name), "expected_version": version}
        self._tried(allowed, lambda: save_document(**call, subject=f"Dự hội nghị {version}"))

    @rule(name=st.sampled_from(PEOPLE))
    def consult(self, name):
        def act():
            self.consultation = consulting.open_consultation(
                document_id=self.document.pk, by=self._person(name), until=clock.today()
            )

        self._step("consult", name, act)

    @rule(name=st.sampled_from(PEOPLE))
    def comment(self, name):
        if self.consultation is None:
            return
        allowed = name in {"head", "deputy", "board"} and self.state == D.CONSULTING
        call = {"consultation_id": self.consultation.pk, "by": self._person(name), "text": "Ý kiến."}
        self.waiting += self._tried(allowed, lambda: consulting.add_comment(**call))

    @rule(name=st.sampled_from(PEOPLE))
    def answer(self, name):
        comment = Comment.objects.filter(consultation__document=self.document, answers__isnull=True).first()
        if comment is None:
            return
        allowed = name in WRITERS and self.state in WORDS_OPEN
        call = {"comment_id": comment.pk, "by": self._person(name), "outcome": "accepted"}
        self.waiting -= self._tried(allowed, lambda: consulting.answer_comment(**call))

    @rule(name=st.sampled_from(PEOPLE))
    def end_consultation(self, name):
        call = {"document_id": self.document.pk, "by": self._person(name)}
        self._step("end_consultation", name, lambda: consulting.close_consultation(**call))

    @rule(name=st.sampled_from(PEOPLE))
    def approve(self, name):
        seen = words_version(Document.objects.get(pk=self.document.pk))
        call = {"document_id": self.document.pk, "by": self._person(name), "seen": seen}
        self._step("approve", name, lambda: life.approve(**call), more=not self.waiting)

    @rule(name=st.sampled_from(PEOPLE))
    def reopen(self, name):
        call = {"document_id": self.document.pk, "by": self._person(name), "reason": REASON}
        self._step("reopen", name, lambda: life.reopen(**call))

    @rule(name=st.sampled_from(PEOPLE))
    def sign(self, name):
        call = {"document_id": self.document.pk, "by": self._person(name), "signed_on": clock.today()}
        self._step("sign", name, lambda: life.sign(**call, signer_name="Nguyễn Văn Ký"))

    @rule(name=st.sampled_from(PEOPLE))
    def number(self, name):
        call = {"document_id": self.document.pk, "by": self._person(name)}
        self._step("number", name, lambda: life.give_number(**call))

    @rule(name=st.sampled_from(PEOPLE))
    def issue(self, name):
        call = {"document_id": self.document.pk, "by": self._person(name), "confirmed": True}
        self._step("issue", name, lambda: life.issue(**call), more=self.state == D.NUMBERED)

    @rule(name=st.sampled_from(PEOPLE))
    def recall(self, name):
        call = {"document_id": self.document.pk, "by": self._person(name), "reason": REASON}
        self._step("recall", name, lambda: life.recall(**call))

    @rule(steps=st.integers(1, 5))
    def go_on(self, steps):
        """The leader takes the paper along its straight way, or few would get to their issue."""
        ways = {
            D.DRAFT: self.approve,
            D.CONSULTING: self.end_consultation,
            D.APPROVED: self.sign,
            D.SIGNED: self.number,
            D.NUMBERED: self.issue,
        }
        for _ in range(steps):
            if self.state == D.DRAFT:
                for _ in range(self.waiting):
                    self.answer(name="leader")
            if self.state in ways:
                ways[self.state](name="leader")

    @rule(name=st.sampled_from(PEOPLE), corrects=st.booleans())
    def succeed(self, name, corrects):
        """Go on with the successor; the predecessor stays as it is until then."""
        made = []
        call = {"document_id": self.document.pk, "by": self._person(name), "corrects": corrects, "reason": REASON}
        allowed = name in WRITERS and self.state in (D.ISSUED, D.CORRECTED)
        if self._tried(allowed, lambda: made.append(succeed_document(**call))):
            self.document, self.state, self.consultation, self.waiting = made[0], D.DRAFT, None, 0

    @invariant()
    def the_state_is_what_the_last_act_says(self):
        for document in Document.objects.all():
            last = document.acts.order_by("pk").last()
            assert document.state == last.after
        assert Document.objects.get(pk=self.document.pk).state == self.state

    @invariant()
    def acts_only_grow_and_follow_the_table(self):
        rows = list(DocumentAct.objects.order_by("pk").values_list("pk", "move", "before", "after", "note"))
        assert rows[: len(self.acts)] == self.acts
        for _, move, before, after, _ in rows[len(self.acts) :]:
            assert move == "create" or (before in MOVES[move].sources and after == MOVES[move].target)
        steps = AuditEntry.objects.filter(event__in=[f"document.{move}" for move in (*MOVES, "create")])
        assert steps.count() == len(rows)
        self.acts = rows

    @invariant()
    def what_was_frozen_never_changes(self):
        for model in (DocumentVersion, IssuedDocument):
            for row in model.objects.all():
                known = self.frozen.setdefault((model, row.pk), (row.sha256, copy.deepcopy(row.facts)))
                assert known == (row.sha256, row.facts)

    @invariant()
    def out_means_frozen_with_a_number_of_its_own(self):
        out = set(Document.objects.filter(state__in=OUT).values_list("pk", flat=True))
        coded = IssuedDocument.objects.filter(code__isnull=False).values_list("document_id", flat=True)
        assert sorted(coded) == sorted(out)
        assert out <= set(Document.objects.filter(series_number__isnull=False).values_list("pk", flat=True))


@pytest.mark.django_db
def test_the_life_of_a_paper():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        PaperLife,
        settings=settings(max_examples=5, stateful_step_count=25, deadline=None, suppress_health_check=checks),
    )
