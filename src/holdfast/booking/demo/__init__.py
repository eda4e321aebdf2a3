"""The demo's studios in Moscow, Berlin and Seoul: what there is to book, always the same."""

from holdfast.booking.demo.cast import CAST, HANDLES, DemoResource
from holdfast.booking.demo.offers import OFFERS, SHARES, DemoService
from holdfast.booking.demo.pictures import drawn_photograph
from holdfast.booking.demo.portfolios import demo_portfolio
