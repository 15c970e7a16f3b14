import type { ApiRoute } from "./api-route"
import * as rules from "./schemas/rules"

const contradiction = { 400: "A rule does not fit, or contradicts another one; the message says which." }
const noChannel = { 404: "No such channel." }
const noListing = { 404: "No such listing." }

/** The rules by which figures follow from stock. A channel's own are changed with the channel. */
export const ruleRoutes: ApiRoute[] = [
  {
    method: "POST",
    path: "/admin/channels/:id/rules/preview",
    summary: "Tell what other rules would make of a channel's figures, without saving them",
    body: rules.channelRulesBody,
    answer: rules.previewAnswer,
    refusals: { ...noChannel, ...contradiction },
  },
  {
    method: "GET",
    path: "/admin/channels/:id/sync/preview",
    summary: "Tell what a full comparison would change at the marketplace, without sending anything",
    answer: rules.previewAnswer,
    refusals: noChannel,
  },
  {
    method: "GET",
    path: "/admin/listings/:id/rules",
    summary: "Retrieve a listing's own rules, its channel's, and those in force",
    answer: rules.listingRulesAnswer,
    refusals: noListing,
  },
  {
    method: "POST",
    path: "/admin/listings/:id/rules",
    summary: "Give a listing rules of its own, hold it back for a time, or pause it",
    body: rules.listingRulesBody,
    answer: rules.listingRulesAnswer,
    refusals: { ...noListing, ...contradiction },
  },
  {
    method: "DELETE",
    path: "/admin/listings/:id/rules",
    summary: "Take a listing's own rules away, its hold and its pause included",
    answer: rules.listingRulesAnswer,
    refusals: noListing,
  },
  {
    method: "POST",
    path: "/admin/listings/:id/rules/preview",
    summary: "Tell what other rules would make of a listing's figure, without saving them",
    body: rules.listingRulesBody,
    answer: rules.previewAnswer,
    refusals: { ...noListing, ...contradiction },
  },
]
