"""Addresses of the catalogue, rule sets and the base salary; part of ``awards.urls``."""

from django.urls import path

from .views import catalogue, rule_sets, rules

urlpatterns = [
    path("danh-muc/", catalogue.CatalogueView.as_view(), name="type_list"),
    path("danh-muc/<int:pk>/", catalogue.AwardTypeView.as_view(), name="award_type"),
    path("luong-co-so/", catalogue.BaseSalaryListView.as_view(), name="base_salaries"),
    path("luong-co-so/moi/", catalogue.BaseSalaryCreateView.as_view(), name="base_salary_create"),
    path("quy-dinh/", rule_sets.RuleSetListView.as_view(), name="rule_sets"),
    path("quy-dinh/nhac/<int:pk>/", rule_sets.WarnDaysView.as_view(), name="rule_warn_days"),
    path("quy-dinh/<int:pk>/", rule_sets.RuleSetView.as_view(), name="rule_set"),
    path("quy-dinh/<int:pk>/so-sanh/", rule_sets.CompareView.as_view(), name="rule_set_compare"),
    path("quy-dinh/<int:pk>/chep/", rule_sets.RuleSetCopyView.as_view(), name="rule_set_copy"),
    path("quy-dinh/<int:pk>/sua/", rule_sets.RuleSetEditView.as_view(), name="rule_set_edit"),
    path("quy-dinh/<int:pk>/ban-hanh/", rule_sets.RuleSetPublishView.as_view(), name="rule_set_publish"),
    path("quy-dinh/<int:pk>/them/", rule_sets.RuleAddView.as_view(), name="rule_add"),
    path("quy-dinh/dieu/<int:pk>/", rules.RuleView.as_view(), name="rule"),
    path("quy-dinh/dieu/<int:pk>/sua/", rules.RuleEditView.as_view(), name="rule_edit"),
    path("quy-dinh/dieu/<int:pk>/bo/", rules.RuleDropView.as_view(), name="rule_drop"),
    path("quy-dinh/dieu/<int:pk>/cap-quyet-dinh/", rules.RuleRowsView.as_view(part="deciders"), name="rule_deciders"),
    path("quy-dinh/dieu/<int:pk>/ho-so/", rules.RuleRowsView.as_view(part="dossier"), name="rule_dossier"),
    path("quy-dinh/dieu/<int:pk>/dieu-kien/", rules.ConditionAddView.as_view(), name="condition_add"),
    path("quy-dinh/dieu/<int:pk>/dieu-kien/<slug:path>/", rules.ConditionEditView.as_view(), name="condition_edit"),
    path(
        "quy-dinh/dieu/<int:pk>/dieu-kien/<slug:path>/bo/",
        rules.ConditionRemoveView.as_view(),
        name="condition_remove",
    ),
]
