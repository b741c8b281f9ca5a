# A web storefront: a cart before signing in, which moves into the shopper's own at sign-in.
! after shop

> nobody
mutation { cartCreate { cart { id quantity } cartToken userErrors { code } } }

< 200
{
  "data": {
    "cartCreate": {
      "cart": {
        "id": "crt#1",
        "quantity": 0
      },
      "cartToken": "dkc#1",
      "userErrors": []
    }
  }
}

> nobody ru
mutation { cartSet(input: {cartToken: "{dkc#1}", lines: [{variantId: "{var#1}", quantity: 1}], comment: "Без сахара"}) { cart { quantity readiness { blockers { code step message } } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "quantity": 1,
        "readiness": {
          "blockers": [
            {
              "code": "CONTACT_MISSING",
              "step": "CONTACT",
              "message": "Укажите ваше имя."
            },
            {
              "code": "PHONE_MISSING",
              "step": "CONTACT",
              "message": "Укажите ваш номер телефона."
            },
            {
              "code": "DELIVERY_MISSING",
              "step": "DELIVERY",
              "message": "Выберите способ доставки."
            },
            {
              "code": "PAYMENT_MISSING",
              "step": "PAYMENT",
              "message": "Выберите способ оплаты."
            },
            {
              "code": "SIGN_IN_REQUIRED",
              "step": "CONFIRM",
              "message": "Чтобы продолжить, войдите через Telegram."
            }
          ]
        }
      },
      "userErrors": []
    }
  }
}

# The secret does as well in a header.

> {dkc#1}
mutation { cartLinesAdd(input: {lines: [{variantId: "{var#4}", quantity: 1}]}) { cart { quantity } userErrors { code } } }

< 200
{
  "data": {
    "cartLinesAdd": {
      "cart": {
        "quantity": 2
      },
      "userErrors": []
    }
  }
}

> nobody
{ cart(cartToken: "{dkc#1}") { quantity lines { product { slug } } } }

< 200
{
  "data": {
    "cart": {
      "quantity": 2,
      "lines": [
        {
          "product": {
            "slug": "green-tea"
          }
        },
        {
          "product": {
            "slug": "pilaf"
          }
        }
      ]
    }
  }
}

> {dkc#1}
{ me { customer { id } } }

< 401
{
  "errors": [
    {
      "message": "Iltimos, tizimga kiring.",
      "path": [
        "me"
      ],
      "extensions": {
        "code": "UNAUTHENTICATED"
      }
    }
  ],
  "data": null
}

# Telegram's initData signs in; me in the answer is whoever has just signed in.

> telegram
mutation { sessionCreate(input: {cartToken: "{dkc#1}"}) {
    tokens { accessToken accessExpiresAt refreshToken refreshExpiresAt }
    me { customer { firstName language isPhoneVerified addresses { id } } cart { quantity comment lines { product { slug } quantity } } orders { nodes { id } } sessions { kind isCurrent } }
    userErrors { code } } }

< 200
{
  "data": {
    "sessionCreate": {
      "tokens": {
        "accessToken": "jwt#1",
        "accessExpiresAt": "2026-11-22T10:15:00Z",
        "refreshToken": "dks#1",
        "refreshExpiresAt": "2026-11-23T10:00:00Z"
      },
      "me": {
        "customer": {
          "firstName": "Zafar",
          "language": "UZ_LATN",
          "isPhoneVerified": false,
          "addresses": []
        },
        "cart": {
          "quantity": 2,
          "comment": "Без сахара",
          "lines": [
            {
              "product": {
                "slug": "green-tea"
              },
              "quantity": 1
            },
            {
              "product": {
                "slug": "pilaf"
              },
              "quantity": 1
            }
          ]
        },
        "orders": {
          "nodes": []
        },
        "sessions": [
          {
            "kind": "CUSTOMER",
            "isCurrent": false
          }
        ]
      },
      "userErrors": []
    }
  }
}

> {jwt#1}
{ me { customer { name } cart { quantity } sessions { isCurrent createdAt } } }

< 200
{
  "data": {
    "me": {
      "customer": {
        "name": "Zafar"
      },
      "cart": {
        "quantity": 2
      },
      "sessions": [
        {
          "isCurrent": true,
          "createdAt": "2026-11-22T10:00:00Z"
        }
      ]
    }
  }
}

> nobody
{ cart(cartToken: "{dkc#1}") { id } }

< 200
{
  "data": {
    "cart": null
  }
}

> nobody en
mutation { cartLinesAdd(input: {cartToken: "{dkc#1}", lines: []}) { cart { id } userErrors { code message path } } }

< 200
{
  "data": {
    "cartLinesAdd": {
      "cart": null,
      "userErrors": [
        {
          "code": "NOT_FOUND",
          "message": "Not found.",
          "path": [
            "input",
            "cartToken"
          ]
        }
      ]
    }
  }
}

# The access token is renewed silently; when the session has ended, there is nothing to renew.

! wait 16m

> nobody
mutation { sessionRefresh(input: {refreshToken: "{dks#1}"}) { tokens { accessToken refreshToken } userErrors { code } } }

< 200
{
  "data": {
    "sessionRefresh": {
      "tokens": {
        "accessToken": "jwt#2",
        "refreshToken": "dks#2"
      },
      "userErrors": []
    }
  }
}

> {jwt#2}
mutation { sessionEnd(input: {}) { session { kind isCurrent } userErrors { code } } }

< 200
{
  "data": {
    "sessionEnd": {
      "session": {
        "kind": "CUSTOMER",
        "isCurrent": true
      },
      "userErrors": []
    }
  }
}

> {jwt#2} en
{ me { customer { id } } }

< 401
{
  "errors": [
    {
      "extensions": {
        "code": "SESSION_EXPIRED"
      },
      "message": "Your session has ended. Please sign in again."
    }
  ]
}

> nobody
mutation { sessionRefresh(input: {refreshToken: "{dks#2}"}) { tokens { accessToken } userErrors { code } } }

< 200
{
  "data": {
    "sessionRefresh": {
      "tokens": null,
      "userErrors": []
    }
  }
}

> telegram
{ me { customer { id } } }

< 401
{
  "errors": [
    {
      "message": "Iltimos, tizimga kiring.",
      "path": [
        "me"
      ],
      "extensions": {
        "code": "UNAUTHENTICATED"
      }
    }
  ],
  "data": null
}

> nobody en
mutation { sessionCreate(input: {}) { tokens { accessToken } userErrors { code } } }

< 401
{
  "errors": [
    {
      "message": "Please open the shop inside Telegram.",
      "path": [
        "sessionCreate"
      ],
      "extensions": {
        "code": "INITDATA_MISSING"
      }
    }
  ],
  "data": null
}

> nobody en
mutation { sessionCreate(input: {initData: "user=1&hash=00&auth_date=1"}) { tokens { accessToken } userErrors { code } } }

< 401
{
  "errors": [
    {
      "message": "The data from Telegram could not be verified. Please open the shop again.",
      "path": [
        "sessionCreate"
      ],
      "extensions": {
        "code": "INITDATA_INVALID"
      }
    }
  ],
  "data": null
}
