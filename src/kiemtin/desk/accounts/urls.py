"""The addresses of the pages about accounts, without their language."""

from __future__ import annotations

from django.urls import URLPattern, path

from kiemtin.desk.accounts import views

urlpatterns: list[URLPattern] = [path("setup/<str:token>/", views.set_up, name="set-up")]
