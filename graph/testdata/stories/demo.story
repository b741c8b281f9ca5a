# A demo shop lets anybody in as a demo shopper; any other shop does not.

> nobody en
mutation { demoSessionCreate(input: {}) { tokens { accessToken } me { customer { name } } userErrors { code } } }

< 403
{
  "errors": [
    {
      "message": "You are not allowed to do this.",
      "path": [
        "demoSessionCreate"
      ],
      "extensions": {
        "code": "FORBIDDEN"
      }
    }
  ],
  "data": null
}

! demo

> nobody en
mutation { demoSessionCreate(input: {shopper: 10}) { tokens { accessToken } userErrors { code message path } } }

< 200
{
  "data": {
    "demoSessionCreate": {
      "tokens": null,
      "userErrors": [
        {
          "code": "OUT_OF_RANGE",
          "message": "The value must be between 1 and 9.",
          "path": [
            "input",
            "shopper"
          ]
        }
      ]
    }
  }
}

> nobody
mutation { demoSessionCreate(input: {shopper: 2}) { tokens { accessToken } me { customer { name language } cart { quantity } } userErrors { code } } }

< 200
{
  "data": {
    "demoSessionCreate": {
      "tokens": {
        "accessToken": "jwt#1"
      },
      "me": {
        "customer": {
          "name": "Kamola Ergasheva",
          "language": "UZ_LATN"
        },
        "cart": {
          "quantity": 0
        }
      },
      "userErrors": []
    }
  }
}

> {jwt#1}
{ me { customer { name } } }

< 200
{
  "data": {
    "me": {
      "customer": {
        "name": "Kamola Ergasheva"
      }
    }
  }
}
