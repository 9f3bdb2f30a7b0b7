"""The life of a sheet as a machine: whatever people try in whatever order, the invariants hold after each step."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from accounts.decisions import Refused
from accounts.models import AuditEntry
from blocs.models import Post
from scoring import services
from scoring.models import Ranking, ScoreEntry, ScoreSheet, SheetVersion
from scoring.services import corrections
from scoring.services.reading import read_live
from scoring.services.snapshots import digest
from scoring.states import EDITABLE, SheetState
from tests.world import build_world, person

from . import scenes

D = Decimal
CODES = ("1", "2", "3")
ROWS = [
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, False),
    ("3", "count", "6", {"points_each": "2"}, False),
]
VALUES = {"1": ("value", ["0", "2.5", "10"]), "2": ("achieved", [True, False]), "3": ("count", ["0", "1", "9"])}


class SheetLife(RuleBasedStateMachine):
    """One sheet among four; the other three are verified, so that only this one decides when the result is final."""

    @initialize()
    def open(self):
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.world = build_world()
        self.scene = scenes.open_scoring(self.world, ROWS)
        self.second = person(authority=self.world.a, role=Post.Role.BOARD_STAFF)
        for sheet in self.scene.sheets.values():
            if sheet.pk != self.scene.sheet.pk:
                self._others(sheet)
        self.state, self.open_codes, self.filled, self.decided, self.begun = (
            SheetState.DRAFT,
            set(CODES),
            set(),
            set(),
            False,
        )
        self.seen: dict[int, tuple] = {}
        self.hashes: dict[int, str] = {}

    def teardown(self):
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def _others(self, sheet):
        head = scenes.heads(self.world)[sheet.unit_id]
        for code, (field, values) in VALUES.items():
            scenes.save(sheet, code, head, **{field: values[-1]})
        services.submit_sheet(sheet_id=sheet.pk, by=head)
        by = self.world.deputy if sheet.pk == self.scene.leader_sheet.pk else self.world.leader
        for line in sheet.lines.all():
            services.accept_line(line_id=line.pk, by=by)
        services.finish_verification(sheet_id=sheet.pk, by=by)

    def _tried(self, allowed, act) -> bool:
        """Run an act; it must be refused exactly when the model says so."""
        try:
            with transaction.atomic():
                act()
        except Refused as refusal:
            assert not allowed, refusal
            return False
        assert allowed
        return True

    @property
    def sheet(self):
        return ScoreSheet.objects.for_decisions().get(pk=self.scene.sheet.pk)

    @rule(code=st.sampled_from(CODES), choice=st.integers(0, 2))
    def save(self, code, choice):
        field, values = VALUES[code]
        value = values[choice % len(values)]
        allowed = self.state in EDITABLE and code in self.open_codes
        if self._tried(allowed, lambda: scenes.save(self.scene.sheet, code, self.world.staff, **{field: value})):
            self.filled.add(code)

    @rule()
    def submit(self):
        allowed = self.state in EDITABLE and self.filled == set(CODES)
        if self._tried(allowed, lambda: services.submit_sheet(sheet_id=self.scene.sheet.pk, by=self.world.head)):
            self.decided -= self.open_codes
            self.state, self.open_codes = SheetState.SUBMITTED, set()

    @rule()
    def recall(self):
        allowed = self.state == SheetState.SUBMITTED and not self.begun
        if self._tried(allowed, lambda: services.recall_sheet(sheet_id=self.scene.sheet.pk, by=self.world.head)):
            self.state, self.open_codes = SheetState.DRAFT, set(CODES)

    @rule(code=st.sampled_from(CODES))
    def accept(self, code):
        line = scenes.line(self.scene.sheet, code)
        last = line.entries.order_by("pk").last()
        changed = last is not None and last.stage == "leader" and last.points != line.self_points
        allowed = self.state == SheetState.SUBMITTED and not changed
        if self._tried(allowed, lambda: services.accept_line(line_id=line.pk, by=self.world.leader)):
            self._decided(code)

    @rule(code=st.sampled_from(CODES), points=st.sampled_from(["0", "1.25", "5", "11"]))
    def change(self, code, points):
        line = scenes.line(self.scene.sheet, code)
        fits = D(points) <= line.criterion.max_points
        act = lambda: services.change_line(line_id=line.pk, points=D(points), reason="Lý do", by=self.world.leader)  # noqa: E731
        if self._tried(self.state == SheetState.SUBMITTED and fits, act):
            self._decided(code)

    def _decided(self, code):
        self.decided.add(code)
        self.begun = True

    @rule(codes=st.sets(st.sampled_from(CODES), min_size=1))
    def send_back(self, codes):
        lines = [scenes.line(self.scene.sheet, code).pk for code in codes]
        act = lambda: services.return_lines(  # noqa: E731
            sheet_id=self.scene.sheet.pk, line_ids=lines, note="Xem lại", by=self.world.leader
        )
        if self._tried(self.state == SheetState.SUBMITTED, act):
            self.state, self.open_codes = SheetState.RETURNED, set(codes)

    @rule()
    def finish(self):
        allowed = self.state == SheetState.SUBMITTED and self.decided == set(CODES)
        if self._tried(
            allowed, lambda: services.finish_verification(sheet_id=self.scene.sheet.pk, by=self.world.leader)
        ):
            self.state = SheetState.VERIFIED
            ScoreSheet.objects.filter(pk=self.scene.sheet.pk).update(explain_until=None)

    @rule(final=st.booleans())
    def rank(self, final):
        published = self.state == SheetState.LOCKED
        allowed = not published and (self.state == SheetState.VERIFIED or not final)
        campaign = self.scene.campaign.pk
        act = lambda: services.compute_ranking(campaign_id=campaign, by=self.world.leader, final=final)  # noqa: E731
        if self._tried(allowed, act) and final:
            self.state = SheetState.LOCKED

    @rule(points=st.sampled_from(["0", "3"]))
    def correct(self, points):
        line = scenes.line(self.scene.sheet, "1")
        word = line.entries.order_by("pk").last()
        if word is not None and word.points == D(points):
            return
        act = lambda: self._correct(line.pk, D(points))  # noqa: E731
        self._tried(self.state == SheetState.LOCKED, act)

    def _correct(self, line_id, points):
        made = corrections.propose_correction(
            campaign_id=self.scene.campaign.pk, points={line_id: points}, reason="Kết luận", by=self.world.board
        )
        corrections.approve_correction(correction_id=made.pk, by=self.second)

    @invariant()
    def the_state_is_the_models(self):
        if hasattr(self, "scene"):
            assert self.sheet.state == self.state

    @invariant()
    def entries_are_only_added(self):
        if not hasattr(self, "scene"):
            return
        rows = ScoreEntry.objects.filter(line__sheet=self.scene.sheet).order_by("pk")
        now = {row.pk: (row.stage, row.points, row.reason, row.by_id, row.at) for row in rows}
        assert {pk: now.get(pk) for pk in self.seen} == self.seen
        self.seen = now

    @invariant()
    def versions_keep_their_hash(self):
        if not hasattr(self, "scene"):
            return
        versions = list(SheetVersion.objects.filter(sheet=self.scene.sheet).order_by("number"))
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        assert all(version.sha256 == digest(version.content) for version in versions)
        now = {version.pk: version.sha256 for version in versions}
        assert {pk: now[pk] for pk in self.hashes} == self.hashes
        self.hashes = now

    @invariant()
    def the_last_word_counts_and_children_sum_to_parents(self):
        if not hasattr(self, "scene"):
            return
        reading = services.read_sheet(self.sheet)
        for row in reading.lines:
            last = row.line.entries.order_by("pk").last() if row.line.pk else None
            assert row.word == last
        total = sum((row.verified if row.decision else row.line.self_points or D(0)) for row in reading.lines)
        assert reading.verified_totals.points == total == reading.top_groups[0].verified_subtotal.points

    @invariant()
    def published_equals_live_and_stored(self):
        if not hasattr(self, "scene") or self.state != SheetState.LOCKED:
            return
        frozen, live = services.read_sheet(self.sheet), read_live(self.sheet)
        assert frozen.version is not None
        assert frozen.verified_totals == live.verified_totals
        latest = Ranking.objects.filter(campaign=self.scene.campaign, state="final").order_by("-number").first()
        assert latest.rows.get(unit=self.scene.sheet.unit).verified_points == live.verified_totals.points

    @invariant()
    def every_entry_has_an_audit_row(self):
        if not hasattr(self, "scene"):
            return
        judged = ScoreEntry.objects.filter(line__sheet=self.scene.sheet, stage="leader").count()
        lines = [str(pk) for pk in self.scene.sheet.lines.values_list("pk", flat=True)]
        assert AuditEntry.objects.filter(event="line.verify", target_id__in=lines).count() == judged


@pytest.mark.django_db
def test_whatever_people_try_the_invariants_hold():
    steps = settings(max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(SheetLife, settings=steps)
