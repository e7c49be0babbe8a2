"""The two forms of the sign-in page, in the portal's words."""

from allauth.account.forms import LoginForm, RequestLoginCodeForm

EMAIL = {"type": "email", "autocomplete": "username", "spellcheck": "false"}


class SignInForm(LoginForm):
    """Address and password. Whoever pressed "Use my password" on the first form arrives here with the address kept."""

    def __init__(self, *args, **kwargs):
        data = kwargs.get("data")
        self.asks_for_password = data is not None
        if data is not None and "password" not in data:
            kwargs["data"] = kwargs["files"] = None
            kwargs["initial"] = {**(kwargs.get("initial") or {}), "login": data.get("email", "")}
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "E-mail address"
        login.widget.attrs = {**EMAIL, "id": "id_login"}
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields.pop("remember", None)
        for field in self.fields.values():
            field.error_messages["required"] = f"Enter your {str(field.label)[0].lower()}{str(field.label)[1:]}"


class SendCodeForm(RequestLoginCodeForm):
    """The address to which a code goes."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        email = self.fields["email"]
        email.label = "E-mail address"
        email.widget.attrs = {**EMAIL, "id": "id_email"}
        email.error_messages |= {
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address, like name@school.example",
        }
