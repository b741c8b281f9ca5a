# The bot process: across stores, by its service token alone.
! after shop

> bot
{ botCredentials { botId token isTestServer store { slug name look { brandColor logo { url } } } } }

< 200
{
  "data": {
    "botCredentials": [
      {
        "botId": 1000001,
        "token": "1000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "isTestServer": false,
        "store": {
          "slug": "test",
          "name": "test",
          "look": {
            "brandColor": "#2f6fed",
            "logo": null
          }
        }
      }
    ]
  }
}

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#4}", quantity: 1}], contact: {name: "Aziz", phone: "901234567"}, paymentMethod: CASH, delivery: {method: COURIER, address: {street: "Navoiy", point: {latitude: 41.311, longitude: 69.279}}}}) { cart { quote { id } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "quote": {
          "id": "qte#1"
        }
      },
      "userErrors": []
    }
  }
}

> buyer
mutation { orderPlace(input: {quoteId: "{qte#1}"}) { order { id } userErrors { code } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": {
        "id": "ord#1"
      },
      "userErrors": []
    }
  }
}

# The texts of each message come in the language of whoever will read it, whatever the bot's own request says.

> bot en
mutation { notificationsClaim(input: {limit: 10}) { notifications { id kind botId recipientKind telegramId language attempts editMessageId store { slug name }
  order { number statusText lines { name } totals { total { minor } } customer { name } } } } }

< 200
{
  "data": {
    "notificationsClaim": {
      "notifications": [
        {
          "id": "ntf#1",
          "kind": "ORDER_CARD",
          "botId": 1000001,
          "recipientKind": "CUSTOMER",
          "telegramId": 500002,
          "language": "UZ_LATN",
          "attempts": 0,
          "editMessageId": null,
          "store": {
            "slug": "test",
            "name": "test"
          },
          "order": {
            "number": 1,
            "statusText": "Tasdiqlanishi kutilmoqda",
            "lines": [
              {
                "name": "Osh"
              }
            ],
            "totals": {
              "total": {
                "minor": 5000000
              }
            },
            "customer": null
          }
        },
        {
          "id": "ntf#2",
          "kind": "STAFF_ORDER_PLACED",
          "botId": 1000001,
          "recipientKind": "STAFF",
          "telegramId": 100001,
          "language": "UZ_LATN",
          "attempts": 0,
          "editMessageId": null,
          "store": {
            "slug": "test",
            "name": "test"
          },
          "order": {
            "number": 1,
            "statusText": "Tasdiqlanishi kutilmoqda",
            "lines": [
              {
                "name": "Osh"
              }
            ],
            "totals": {
              "total": {
                "minor": 5000000
              }
            },
            "customer": null
          }
        }
      ]
    }
  }
}

> bot
mutation { notificationsAck(input: {results: [{id: "{ntf#1}", outcome: SENT, messageId: 77}, {id: "{ntf#2}", outcome: RETRY, retryAfterSeconds: 60}]}) { acknowledged } }

< 200
{
  "data": {
    "notificationsAck": {
      "acknowledged": 2
    }
  }
}

> bot
mutation { notificationsClaim(input: {limit: 10}) { notifications { id } } }

< 200
{
  "data": {
    "notificationsClaim": {
      "notifications": []
    }
  }
}

! wait 2m

> bot
mutation { notificationsClaim(input: {limit: 10}) { notifications { id kind attempts } } }

< 200
{
  "data": {
    "notificationsClaim": {
      "notifications": [
        {
          "id": "ntf#2",
          "kind": "STAFF_ORDER_PLACED",
          "attempts": 1
        }
      ]
    }
  }
}

> bot
mutation { notificationsClaim(input: {limit: 0, waitSeconds: 26}) { notifications { id } } }

< 200
{
  "errors": [
    {
      "message": "Qiymat 1 dan 100 gacha boʻlishi kerak.",
      "path": [
        "notificationsClaim"
      ],
      "extensions": {
        "code": "OUT_OF_RANGE",
        "field": [
          "input",
          "limit"
        ]
      }
    }
  ],
  "data": null
}

> bot
mutation {
  botUserReport(input: {botId: 1000001, telegramId: 4711, firstName: "Zafar", languageCode: "ru", startParam: "p_green-tea", writeAccess: ALLOWED}) { customer { name language writeAccess addresses { id } } staff { id } userErrors { code } }
  nobody: botStaffSignIn(input: {botId: 1000001, telegramId: 4711}) { link { url } userErrors { code } }
  botStaffSignIn(input: {botId: 1000001, telegramId: 100001}) { link { url expiresAt } userErrors { code } }
  botStatusReport(input: {botId: 1000001, status: ACTIVE, username: "choyxona_bot"}) { isKnown }
}

< 200
{
  "data": {
    "botUserReport": {
      "customer": {
        "name": "Zafar",
        "language": "RU",
        "writeAccess": "ALLOWED",
        "addresses": []
      },
      "staff": null,
      "userErrors": []
    },
    "nobody": {
      "link": null,
      "userErrors": []
    },
    "botStaffSignIn": {
      "link": {
        "url": "https://shop.example/admin/sign-in#code=dkl#1",
        "expiresAt": "2026-11-22T10:17:00Z"
      },
      "userErrors": []
    },
    "botStatusReport": {
      "isKnown": true
    }
  }
}

> nobody
mutation { staffSessionCreate(input: {code: "{dkl#1}"}) { viewer { name role } tokens { accessToken } userErrors { code message path } } }

< 200
{
  "data": {
    "staffSessionCreate": {
      "viewer": {
        "name": "OWNER",
        "role": "OWNER"
      },
      "tokens": {
        "accessToken": "jwt#1"
      },
      "userErrors": []
    }
  }
}

> nobody en
mutation { staffSessionCreate(input: {code: "{dkl#1}"}) { viewer { name } tokens { accessToken } userErrors { code message path } } }

< 200
{
  "data": {
    "staffSessionCreate": {
      "viewer": null,
      "tokens": null,
      "userErrors": [
        {
          "code": "LINK_INVALID",
          "message": "This link was already used or has expired. Please ask for a new one.",
          "path": [
            "input",
            "code"
          ]
        }
      ]
    }
  }
}
