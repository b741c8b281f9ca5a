# Fetched at a pickup point.
! after shop

> nobody ru
{ pickupPoints { id name address isOpen readyMinutes hours { weekday spans { from to } } } deliveryZones { name price { formatted } freeFrom { formatted } minutesMin }
  deliveryQuote(point: {latitude: 41.311, longitude: 69.279}, items: 60000000) { zone { name } price { formatted } }
  away: deliveryQuote(point: {latitude: 39.654, longitude: 66.975}) { zone { name } price { formatted } } }

< 200
{
  "data": {
    "pickupPoints": [
      {
        "id": "pup#1",
        "name": "Чиланзар",
        "address": "Bunyodkor 1",
        "isOpen": true,
        "readyMinutes": 60,
        "hours": [
          {
            "weekday": "MONDAY",
            "spans": [
              {
                "from": "00:00",
                "to": "24:00"
              }
            ]
          },
          {
            "weekday": "TUESDAY",
            "spans": [
              {
                "from": "00:00",
                "to": "24:00"
              }
            ]
          },
          {
            "weekday": "WEDNESDAY",
            "spans": [
              {
                "from": "00:00",
                "to": "24:00"
              }
            ]
          },
          {
            "weekday": "THURSDAY",
            "spans": [
              {
                "from": "00:00",
                "to": "24:00"
              }
            ]
          },
          {
            "weekday": "FRIDAY",
            "spans": [
              {
                "from": "00:00",
                "to": "24:00"
              }
            ]
          },
          {
            "weekday": "SATURDAY",
            "spans": [
              {
                "from": "00:00",
                "to": "24:00"
              }
            ]
          },
          {
            "weekday": "SUNDAY",
            "spans": [
              {
                "from": "00:00",
                "to": "24:00"
              }
            ]
          }
        ]
      }
    ],
    "deliveryZones": [
      {
        "name": "Ташкент",
        "price": {
          "formatted": "15 000 сум"
        },
        "freeFrom": {
          "formatted": "500 000 сум"
        },
        "minutesMin": null
      }
    ],
    "deliveryQuote": {
      "zone": {
        "name": "Ташкент"
      },
      "price": {
        "formatted": "0 сум"
      }
    },
    "away": {
      "zone": null,
      "price": null
    }
  }
}

> buyer
mutation { cartSet(input: {lines: [{variantId: "{var#4}", quantity: 3}], contact: {name: "Aziz", phone: "901234567"}, paymentMethod: CASH, delivery: {method: PICKUP, pickupPointId: "{pup#1}"}}) {
  cart { delivery { method price { minor } pickupPoint { name } } totals { total { minor } } readiness { canPlace } quote { id } } userErrors { code } } }

< 200
{
  "data": {
    "cartSet": {
      "cart": {
        "delivery": {
          "method": "PICKUP",
          "price": {
            "minor": 0
          },
          "pickupPoint": {
            "name": "Chilonzor"
          }
        },
        "totals": {
          "total": {
            "minor": 10500000
          }
        },
        "readiness": {
          "canPlace": true
        },
        "quote": {
          "id": "qte#1"
        }
      },
      "userErrors": []
    }
  }
}

> buyer
mutation { orderPlace(input: {quoteId: "{qte#1}"}) { order { id delivery { method name address { street } pickupPoint { id } mapUrl } } userErrors { code } } }

< 200
{
  "data": {
    "orderPlace": {
      "order": {
        "id": "ord#1",
        "delivery": {
          "method": "PICKUP",
          "name": "Chilonzor",
          "address": null,
          "pickupPoint": {
            "id": "pup#1"
          },
          "mapUrl": "https://yandex.uz/maps/?pt=69.279000,41.311000&z=17&l=map"
        }
      },
      "userErrors": []
    }
  }
}

> operator ru
mutation {
  orderConfirm(input: {id: "{ord#1}"}) { order { statusText } userErrors { code } }
  fulfilmentAccept(input: {orderId: "{ord#1}"}) { order { statusText } userErrors { code } }
  fulfilmentPack(input: {orderId: "{ord#1}"}) { order { statusText availableActions { action } } userErrors { code } }
  wrong: fulfilmentHandOver(input: {orderId: "{ord#1}"}) { order { id } userErrors { code message } }
  fulfilmentReady(input: {orderId: "{ord#1}"}) { order { statusText } userErrors { code } }
  fulfilmentDeliver(input: {orderId: "{ord#1}"}) { order { statusText lifecycle paymentStatus } userErrors { code } }
}

< 200
{
  "data": {
    "orderConfirm": {
      "order": {
        "statusText": "Принят"
      },
      "userErrors": []
    },
    "fulfilmentAccept": {
      "order": {
        "statusText": "Готовится"
      },
      "userErrors": []
    },
    "fulfilmentPack": {
      "order": {
        "statusText": "Собран",
        "availableActions": [
          {
            "action": "READY"
          },
          {
            "action": "CANCEL"
          }
        ]
      },
      "userErrors": []
    },
    "wrong": {
      "order": null,
      "userErrors": [
        {
          "code": "TRANSITION_REFUSED",
          "message": "В текущем состоянии заказа это действие невозможно."
        }
      ]
    },
    "fulfilmentReady": {
      "order": {
        "statusText": "Готов к выдаче"
      },
      "userErrors": []
    },
    "fulfilmentDeliver": {
      "order": {
        "statusText": "Выдан",
        "lifecycle": "COMPLETED",
        "paymentStatus": "PAID"
      },
      "userErrors": []
    }
  }
}
