# A web page outside Telegram: the person confirms in the chat with the shop's bot, and the page gets its session.
! after shop

# Before the bot process has said that the bot works there is nobody to ask.

> nobody en
mutation { telegramSignInCreate { telegramSignIn { url } userErrors { code message path } } }

< 200
{
  "data": {
    "telegramSignInCreate": {
      "telegramSignIn": null,
      "userErrors": [
        {
          "code": "SIGN_IN_UNAVAILABLE",
          "message": "The shop has no working bot, so nobody can sign in with Telegram.",
          "path": []
        }
      ]
    }
  }
}

> bot
mutation { botStatusReport(input: {botId: 1000001, status: ACTIVE, username: "choyxona_bot"}) { isKnown } }

< 200
{
  "data": {
    "botStatusReport": {
      "isKnown": true
    }
  }
}

> nobody
mutation { cartCreate { cartToken } }

< 200
{
  "data": {
    "cartCreate": {
      "cartToken": "dkc#1"
    }
  }
}

> nobody
mutation { cartLinesAdd(input: {cartToken: "{dkc#1}", lines: [{variantId: "{var#4}", quantity: 2}]}) { cart { quantity } userErrors { code } } }

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
mutation { telegramSignInCreate { telegramSignIn { url secret matchCode expiresAt } userErrors { code } } }

< 200
{
  "data": {
    "telegramSignInCreate": {
      "telegramSignIn": {
        "url": "https://t.me/choyxona_bot?start=l#1",
        "secret": "dki#1",
        "matchCode": "match#1",
        "expiresAt": "2026-11-22T10:05:00Z"
      },
      "userErrors": []
    }
  }
}

# The page asks until somebody has answered; what it asks with is not the code of the link.

> nobody en
mutation { sessionCreate(input: {signInSecret: "{dki#1}", cartToken: "{dkc#1}"}) { tokens { accessToken } userErrors { code message path } } }

< 200
{
  "data": {
    "sessionCreate": {
      "tokens": null,
      "userErrors": [
        {
          "code": "SIGN_IN_PENDING",
          "message": "Please confirm the sign-in in Telegram.",
          "path": [
            "input",
            "signInSecret"
          ]
        }
      ]
    }
  }
}

> nobody en
mutation { sessionCreate(input: {signInSecret: "{l#1}"}) { tokens { accessToken } userErrors { code message path } } }

< 200
{
  "data": {
    "sessionCreate": {
      "tokens": null,
      "userErrors": [
        {
          "code": "SIGN_IN_EXPIRED",
          "message": "This sign-in is too old, was used or was refused. Please start again.",
          "path": [
            "input",
            "signInSecret"
          ]
        }
      ]
    }
  }
}

> nobody
{ botTelegramSignIn(botId: 1000001, code: "{l#1}") { matchCode } }

< 200
{
  "errors": [
    {
      "message": "Iltimos, tizimga kiring.",
      "path": [
        "botTelegramSignIn"
      ],
      "extensions": {
        "code": "UNAUTHENTICATED"
      }
    }
  ],
  "data": {
    "botTelegramSignIn": null
  }
}

> bot
{ botTelegramSignIn(botId: 1000001, code: "{l#1}") { matchCode site device expiresAt } }

< 200
{
  "data": {
    "botTelegramSignIn": {
      "matchCode": "match#1",
      "site": null,
      "device": "",
      "expiresAt": "2026-11-22T10:05:00Z"
    }
  }
}

> bot
mutation { botTelegramSignInAnswer(input: {botId: 1000001, code: "{l#1}", isApproved: true, telegramId: 4712, firstName: "Kamola", languageCode: "ru"}) { telegramSignIn { matchCode } userErrors { code } } }

< 200
{
  "data": {
    "botTelegramSignInAnswer": {
      "telegramSignIn": {
        "matchCode": "match#1"
      },
      "userErrors": []
    }
  }
}

> nobody
mutation { sessionCreate(input: {signInSecret: "{dki#1}", cartToken: "{dkc#1}"}) { tokens { accessToken } me { customer { firstName language } cart { quantity } } userErrors { code } } }

< 200
{
  "data": {
    "sessionCreate": {
      "tokens": {
        "accessToken": "jwt#1"
      },
      "me": {
        "customer": {
          "firstName": "Kamola",
          "language": "RU"
        },
        "cart": {
          "quantity": 2
        }
      },
      "userErrors": []
    }
  }
}

> {jwt#1}
{ me { customer { firstName writeAccess } cart { lines { product { slug } quantity } } } }

< 200
{
  "data": {
    "me": {
      "customer": {
        "firstName": "Kamola",
        "writeAccess": "ALLOWED"
      },
      "cart": {
        "lines": [
          {
            "product": {
              "slug": "pilaf"
            },
            "quantity": 2
          }
        ]
      }
    }
  }
}

> nobody en
mutation { sessionCreate(input: {signInSecret: "{dki#1}"}) { tokens { accessToken } userErrors { code message } } }

< 200
{
  "data": {
    "sessionCreate": {
      "tokens": null,
      "userErrors": [
        {
          "code": "SIGN_IN_EXPIRED",
          "message": "This sign-in is too old, was used or was refused. Please start again."
        }
      ]
    }
  }
}

# Refused in the chat.

> nobody
mutation { telegramSignInCreate { telegramSignIn { url secret } } }

< 200
{
  "data": {
    "telegramSignInCreate": {
      "telegramSignIn": {
        "url": "https://t.me/choyxona_bot?start=l#2",
        "secret": "dki#2"
      }
    }
  }
}

> bot
mutation { botTelegramSignInAnswer(input: {botId: 1000001, code: "{l#2}", isApproved: false, telegramId: 4712, firstName: "Kamola"}) { telegramSignIn { site } userErrors { code } } }

< 200
{
  "data": {
    "botTelegramSignInAnswer": {
      "telegramSignIn": {
        "site": null
      },
      "userErrors": []
    }
  }
}

> nobody
mutation { sessionCreate(input: {signInSecret: "{dki#2}"}) { tokens { accessToken } userErrors { code message } } }

< 200
{
  "data": {
    "sessionCreate": {
      "tokens": null,
      "userErrors": [
        {
          "code": "SIGN_IN_EXPIRED",
          "message": "Kirish soʻrovi eskirgan, ishlatilgan yoki rad etilgan. Qaytadan boshlang."
        }
      ]
    }
  }
}

# Left for too long.

> nobody
mutation { telegramSignInCreate { telegramSignIn { url secret } } }

< 200
{
  "data": {
    "telegramSignInCreate": {
      "telegramSignIn": {
        "url": "https://t.me/choyxona_bot?start=l#3",
        "secret": "dki#3"
      }
    }
  }
}

! wait 6m

> bot
{ botTelegramSignIn(botId: 1000001, code: "{l#3}") { matchCode } }

< 200
{
  "data": {
    "botTelegramSignIn": null
  }
}

> bot ru
mutation { botTelegramSignInAnswer(input: {botId: 1000001, code: "{l#3}", isApproved: true, telegramId: 4712, firstName: "Kamola"}) { telegramSignIn { site } userErrors { code message path } } }

< 200
{
  "data": {
    "botTelegramSignInAnswer": {
      "telegramSignIn": null,
      "userErrors": [
        {
          "code": "SIGN_IN_EXPIRED",
          "message": "Запрос на вход устарел, использован или отклонён. Начните вход заново.",
          "path": [
            "input",
            "code"
          ]
        }
      ]
    }
  }
}
