"""Addresses of ballots; part of ``awards.urls``."""

from django.urls import path

from .views import ballot_voters, ballot_voting, ballots

urlpatterns = [
    path("bo-phieu/", ballots.BallotListView.as_view(), name="ballots"),
    path("bo-phieu/moi/ke-hoach/<int:pk>/", ballots.BallotCreateView.as_view(), name="ballot_create"),
    path(
        "bo-phieu/moi/phien-hop/<int:pk>/",
        ballots.BallotCreateView.as_view(of_session=True),
        name="ballot_create_session",
    ),
    path("bo-phieu/<int:pk>/", ballots.BallotView.as_view(), name="ballot"),
    path("bo-phieu/<int:pk>/sua/", ballots.BallotUpdateView.as_view(), name="ballot_update"),
    path("bo-phieu/<int:pk>/ung-vien/", ballots.CandidateView.as_view(), name="ballot_candidate"),
    path(
        "bo-phieu/<int:pk>/ung-vien/<int:candidate_pk>/bo/",
        ballots.CandidateRemoveView.as_view(),
        name="ballot_candidate_remove",
    ),
    path("bo-phieu/<int:pk>/cu-tri/", ballot_voters.VotersView.as_view(), name="ballot_voters"),
    path("bo-phieu/<int:pk>/cu-tri/theo-danh-sach/", ballot_voters.VotersFillView.as_view(), name="ballot_voters_fill"),
    path("bo-phieu/<int:pk>/cu-tri/<int:voter_pk>/", ballot_voters.VoterView.as_view(), name="ballot_voter"),
    path(
        "bo-phieu/<int:pk>/cu-tri/<int:voter_pk>/bo/",
        ballot_voters.VoterRemoveView.as_view(),
        name="ballot_voter_remove",
    ),
    path("bo-phieu/<int:pk>/xung-dot/", ballot_voters.RecuseView.as_view(), name="ballot_recuse"),
    path(
        "bo-phieu/<int:pk>/xung-dot/<int:recusal_pk>/bo/", ballot_voters.UnrecuseView.as_view(), name="ballot_unrecuse"
    ),
    path("bo-phieu/<int:pk>/mo/", ballots.OpenView.as_view(), name="ballot_open"),
    path("bo-phieu/<int:pk>/ket-thuc/", ballots.CloseView.as_view(), name="ballot_close"),
    path("bo-phieu/<int:pk>/cong-bo/", ballots.PublishView.as_view(), name="ballot_publish"),
    path("bo-phieu/<int:pk>/bo/", ballots.DropView.as_view(), name="ballot_drop"),
    path("bo-phieu/<int:pk>/huy/", ballots.CancelView.as_view(), name="ballot_cancel"),
    path("bo-phieu/<int:pk>/bo-phieu-lai/", ballots.RunOffView.as_view(), name="ballot_run_off"),
    path("bo-phieu/<int:pk>/phieu/", ballot_voting.CastView.as_view(), name="ballot_cast"),
    path("bo-phieu/<int:pk>/tham-gia/", ballot_voting.TurnoutView.as_view(), name="ballot_turnout"),
    path("bo-phieu/<int:pk>/man-chieu/", ballot_voting.ScreenView.as_view(), name="ballot_screen"),
    path("bo-phieu/<int:pk>/phieu-giay/", ballot_voting.PaperView.as_view(), name="ballot_paper"),
    path("bo-phieu/<int:pk>/kiem-phieu/", ballot_voting.CountView.as_view(), name="ballot_count"),
    path("bo-phieu/<int:pk>/y-kien/<int:voter_pk>/", ballot_voting.OpinionView.as_view(), name="ballot_opinion"),
    path(
        "bo-phieu/<int:pk>/y-kien/<int:voter_pk>/tep/",
        ballot_voting.OpinionFileView.as_view(),
        name="ballot_opinion_file",
    ),
]
