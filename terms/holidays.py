"""England's bank holidays as GOV.UK publishes them, from the file that comes with the package: never from the network."""

from govuk_bank_holidays.bank_holidays import BankHolidays


def bank_holidays():
    """`{day: name}` for every year in the file."""
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    return {holiday["date"]: holiday["title"] for holiday in known}
