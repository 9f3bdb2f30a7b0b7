"""The five real plans, in the order of their sources."""

from . import dakrong_2021_2025, ha_giang_2023, quang_tri_2019_2025, quang_tri_2022, tra_vinh_2021

PLANS = {
    module.PLAN.key: module.PLAN
    for module in (quang_tri_2022, quang_tri_2019_2025, tra_vinh_2021, dakrong_2021_2025, ha_giang_2023)
}
