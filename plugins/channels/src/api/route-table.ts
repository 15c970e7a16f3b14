import { z } from "zod"
import type { ApiRoute } from "./api-route"
import { kitRoutes } from "./kit-routes"
import { ruleRoutes } from "./rule-routes"
import * as brakes from "./schemas/brakes"
import * as channels from "./schemas/channels"
import { deleted, enqueued, openApiAnswer } from "./schemas/common"
import * as health from "./schemas/health"
import * as findings from "./schemas/findings"
import { hookAnswer } from "./schemas/hooks"
import * as inbox from "./schemas/inbox"
import * as listings from "./schemas/listings"
import { orderChannelAnswer } from "./schemas/orders"
import * as prices from "./schemas/prices"
import * as pushes from "./schemas/pushes"
import * as history from "./schemas/stock-history"

const noChannel = { 404: "No such channel." }
const noListing = { 404: "No such listing." }
const badCredentials = { 400: "The credentials do not fit or do not work, with the reason." }

/** Every route, once: what middlewares validate and what the OpenAPI document says. */
export const apiRoutes: ApiRoute[] = [
  ...ruleRoutes,
  ...kitRoutes,
  {
    method: "GET",
    path: "/admin/channels",
    summary: "List channels with their figures, those with problems first",
    query: channels.listChannelsQuery,
    answer: channels.listChannelsAnswer,
  },
  {
    method: "POST",
    path: "/admin/channels",
    summary: "Connect a channel",
    body: channels.connectBody,
    answer: channels.connectAnswer,
    refusals: { ...badCredentials, 422: "The account or the sales channel is connected already." },
  },
  {
    method: "GET",
    path: "/admin/channels/marketplaces",
    summary: "List the marketplaces that can be connected, with their credential fields",
    answer: channels.marketplacesAnswer,
  },
  {
    method: "GET",
    path: "/admin/channels/openapi",
    summary: "This document",
    answer: openApiAnswer,
  },
  {
    method: "POST",
    path: "/admin/channels/verify",
    summary: "Try credentials without storing them",
    body: channels.verifyBody,
    answer: channels.verifyAnswer,
    refusals: { 404: "No such marketplace is installed." },
  },
  {
    method: "GET",
    path: "/admin/channels/:id",
    summary: "Retrieve a channel with its figures",
    answer: channels.channelAnswer,
    refusals: noChannel,
  },
  {
    method: "POST",
    path: "/admin/channels/:id",
    summary: "Change a channel's name, state, rules or schedules",
    body: channels.updateBody,
    answer: channels.channelAnswer,
    refusals: noChannel,
  },
  {
    method: "DELETE",
    path: "/admin/channels/:id",
    summary: "Disconnect a channel; its history stays in the ledger",
    answer: deleted,
    refusals: noChannel,
  },
  {
    method: "POST",
    path: "/admin/channels/:id/verify",
    summary: "Try a channel's stored credentials",
    answer: channels.verifyAnswer,
    refusals: noChannel,
  },
  {
    method: "POST",
    path: "/admin/channels/:id/credentials",
    summary: "Replace a channel's credentials by others of the same account",
    body: channels.credentialsBody,
    answer: channels.channelAnswer,
    refusals: { ...noChannel, ...badCredentials },
  },
  {
    method: "POST",
    path: "/admin/channels/:id/sync",
    summary: "Pull orders, compare stock or pull listings now",
    body: channels.syncBody,
    answer: enqueued,
    refusals: noChannel,
  },
  {
    method: "POST",
    path: "/admin/channels/:id/prices",
    summary: "Set what listings sell for, up to 10,000 at once; rows that cannot be are told",
    body: prices.setPricesBody,
    bodyLimit: "4mb",
    answer: prices.setPricesAnswer,
    refusals: { ...noChannel, 400: "The request is malformed, or the marketplace takes no prices." },
  },
  {
    method: "GET",
    path: "/admin/channels/:id/pushes",
    summary: "List a channel's pushes",
    query: pushes.listPushesQuery,
    answer: pushes.listPushesAnswer,
    refusals: noChannel,
  },
  {
    method: "GET",
    path: "/admin/channels/:id/pushes/:pushId",
    summary: "Retrieve a push with a page of its items, refused ones first",
    query: pushes.retrievePushQuery,
    answer: pushes.pushAnswer,
    refusals: { 404: "No such push." },
  },
  {
    method: "GET",
    path: "/admin/listings",
    summary: "Search listings",
    query: listings.listListingsQuery,
    answer: listings.listListingsAnswer,
  },
  {
    method: "POST",
    path: "/admin/listings/map-automatically",
    summary: "Map a channel's unmapped listings by barcode, then by SKU",
    body: listings.mapAutomaticallyBody,
    answer: listings.mapAutomaticallyAnswer,
    refusals: noChannel,
  },
  {
    method: "GET",
    path: "/admin/listings/:id",
    summary: "Retrieve a listing",
    answer: listings.listingAnswer,
    refusals: noListing,
  },
  {
    method: "POST",
    path: "/admin/listings/:id/map",
    summary: "Map a listing to a variant",
    body: listings.mapBody,
    answer: listings.listingAnswer,
    refusals: { 404: "No such listing or variant." },
  },
  {
    method: "DELETE",
    path: "/admin/listings/:id/map",
    summary: "Take a listing's mapping away",
    answer: listings.listingAnswer,
    refusals: noListing,
  },
  {
    method: "POST",
    path: "/admin/listings/:id/retry",
    summary: "Send a refused figure once more, or write our figure over one that was changed over there",
    answer: listings.listingAnswer,
    refusals: { ...noListing, 400: "The listing's figure was neither refused nor changed over there." },
  },
  {
    method: "GET",
    path: "/admin/listings/:id/explain",
    summary: "Explain why a listing shows the figure it shows, or showed it at a moment",
    query: listings.explainQuery,
    answer: z.union([listings.explainAnswer, listings.explainAtAnswer]),
    refusals: {
      ...noListing,
      400: "`at` is no moment, or one that is not known; the message says since when.",
    },
  },
  {
    method: "GET",
    path: "/admin/listings/:id/history",
    summary: "List what moved a listing's figure, newest first",
    query: history.listingHistoryQuery,
    answer: history.historyAnswer,
    refusals: noListing,
  },
  {
    method: "GET",
    path: "/admin/listings/:id/history/series",
    summary: "Chart a listing's stock and figures over time",
    query: history.listingSeriesQuery,
    answer: history.listingSeriesAnswer,
    refusals: noListing,
  },
  {
    method: "GET",
    path: "/admin/listings/:id/history/export",
    summary: "Download a listing's history as CSV",
    query: history.listingExportQuery,
    answer: history.csvAnswer,
    refusals: noListing,
  },
  {
    method: "GET",
    path: "/admin/stock-history",
    summary: "List who changed an inventory item's stock, newest first",
    query: history.itemHistoryQuery,
    answer: history.historyAnswer,
  },
  {
    method: "GET",
    path: "/admin/stock-history/series",
    summary: "Chart an inventory item's stock over time",
    query: history.itemSeriesQuery,
    answer: history.itemSeriesAnswer,
  },
  {
    method: "GET",
    path: "/admin/stock-history/export",
    summary: "Download an inventory item's history as CSV",
    query: history.itemExportQuery,
    answer: history.csvAnswer,
  },
  {
    method: "GET",
    path: "/admin/brakes",
    summary: "List mass changes that stopped and wait for a person, with the first listings they hold",
    answer: brakes.listBrakesAnswer,
  },
  {
    method: "POST",
    path: "/admin/brakes/:id/release",
    summary: "Let a mass change go, as it is decided by now",
    answer: brakes.releaseAnswer,
    refusals: { 404: "No such brake is waiting." },
  },
  {
    method: "GET",
    path: "/admin/inbox",
    summary: "List received facts, without their bodies",
    query: inbox.listInboxQuery,
    answer: inbox.listInboxAnswer,
  },
  {
    method: "POST",
    path: "/admin/inbox/replay",
    summary: "Put entries back in the queue",
    body: inbox.replayBody,
    answer: inbox.replayAnswer,
  },
  {
    method: "GET",
    path: "/admin/inbox/:id",
    summary: "Retrieve an entry with its body, personal data masked",
    answer: inbox.inboxEntryAnswer,
    refusals: { 404: "No such entry." },
  },
  {
    method: "GET",
    path: "/admin/health/findings",
    summary: "List what the checks of the house found, errors first, with when each was made",
    query: findings.listFindingsQuery,
    answer: findings.listFindingsAnswer,
  },
  {
    method: "POST",
    path: "/admin/health/findings/fix",
    summary: "Mend findings that are safe to mend",
    body: findings.fixFindingsBody,
    answer: findings.fixFindingsAnswer,
  },
  {
    method: "GET",
    path: "/admin/orders/:id/channel",
    summary: "Retrieve where an order came from and how it stands there",
    answer: orderChannelAnswer,
  },
  {
    method: "GET",
    path: "/admin/products/:id/listings",
    summary: "List where a product's variants are offered",
    query: listings.productListingsQuery,
    answer: listings.listListingsAnswer,
  },
  {
    method: "GET",
    path: "/admin/health",
    summary: "Tell how the house and its channels keep up, and which alerts are open",
    answer: health.healthAnswer,
  },
  {
    method: "GET",
    path: "/admin/health/series",
    summary: "Tell how they kept up, over time",
    query: health.healthSeriesQuery,
    answer: health.healthSeriesAnswer,
  },
  {
    method: "GET",
    path: "/metrics",
    summary: "The same figures as Prometheus' text, for whoever holds METRICS_TOKEN",
    answer: health.metricsAnswer,
    refusals: { 401: "The bearer token is missing or wrong.", 404: "METRICS_TOKEN is not set." },
  },
  {
    method: "POST",
    path: "/hooks/:marketplace/:channel",
    summary: "Receive a marketplace's webhook; answered after it is stored",
    answer: hookAnswer,
    refusals: {
      401: "The key or signature does not match the channel's.",
      404: "No such channel.",
      413: "The body is longer than 4 MB; its beginning was kept.",
    },
  },
]
