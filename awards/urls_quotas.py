"""Addresses of quotas, of the way from the ranking to proposals, and of councils."""

from django.urls import path

from .views import council, council_sessions, proposal, quotas

urlpatterns = [
    path("chi-tieu/", quotas.QuotaListView.as_view(), name="quotas"),
    path("chi-tieu/co-quan/<int:pk>/moi/", quotas.QuotaCreateView.as_view(), name="quota_create"),
    path("chi-tieu/<int:pk>/sua/", quotas.QuotaUpdateView.as_view(), name="quota_update"),
    path("chi-tieu/<int:pk>/thoi/", quotas.QuotaWithdrawView.as_view(), name="quota_withdraw"),
    path("ke-hoach/<int:pk>/tu-xep-hang/", proposal.ProposalView.as_view(), name="proposal"),
    path("ke-hoach/<int:pk>/tu-xep-hang/hang/", proposal.PlacesView.as_view(), name="proposal_places"),
    path("ke-hoach/<int:pk>/tu-xep-hang/lap-de-nghi/", proposal.DraftByQuotaView.as_view(), name="proposal_draft"),
    path("hoi-dong/", council.CouncilListView.as_view(), name="councils"),
    path("hoi-dong/co-quan/<int:pk>/moi/", council.CouncilCreateView.as_view(), name="council_create"),
    path("hoi-dong/<int:pk>/", council.CouncilView.as_view(), name="council"),
    path("hoi-dong/<int:pk>/sua/", council.CouncilUpdateView.as_view(), name="council_update"),
    path("hoi-dong/<int:pk>/thanh-vien/moi/", council.MemberCreateView.as_view(), name="council_member"),
    path("hoi-dong/thanh-vien/<int:pk>/thoi/", council.MemberEndView.as_view(), name="council_member_end"),
    path("hoi-dong/<int:pk>/phien-hop/moi/", council_sessions.SessionCreateView.as_view(), name="session_create"),
    path("phien-hop/<int:pk>/", council_sessions.SessionView.as_view(), name="session"),
    path("phien-hop/<int:pk>/sua/", council_sessions.SessionUpdateView.as_view(), name="session_update"),
    path("phien-hop/<int:pk>/ho-so/", council_sessions.AgendaView.as_view(), name="session_agenda"),
    path("phien-hop/<int:pk>/moi-hop/", council_sessions.InviteView.as_view(), name="session_invite"),
    path("phien-hop/<int:pk>/du-hop/", council_sessions.PresenceView.as_view(), name="session_presence"),
    path("phien-hop/<int:pk>/buoc/<str:move>/", council_sessions.SessionMoveView.as_view(), name="session_move"),
    path("phien-hop/ho-so/<int:pk>/bo/", council_sessions.AgendaRemoveView.as_view(), name="agenda_remove"),
    path("phien-hop/ho-so/<int:pk>/ket-luan/", council_sessions.ConcludeView.as_view(), name="agenda_conclude"),
]
