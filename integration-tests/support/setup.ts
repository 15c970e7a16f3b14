// Jest takes no timeout per project; these tests start servers.
jest.setTimeout(120_000)
