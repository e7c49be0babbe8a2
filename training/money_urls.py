"""Addresses of fees and cover."""

from django.urls import path

from .views import money

the_money = [
    path("cohorts/<int:pk>/fees/", money.fees, name="fees"),
    path("cohorts/<int:pk>/fees/export/", money.export_fees, name="export_fees"),
    path("cohorts/<int:pk>/fees/set/", money.set_fee_and_cover, name="set_fee_and_cover"),
    path("cover/", money.cover_claims, name="cover_claims"),
    path("cover/export/", money.export_cover_claims, name="export_cover_claims"),
    path("places/<int:pk>/fee/", money.fee_and_cover, name="fee_and_cover"),
    path("places/<int:pk>/fee/order-number/", money.give_order_number, name="give_order_number"),
    path("places/<int:pk>/fee/note/", money.note_fee, name="note_fee"),
]
