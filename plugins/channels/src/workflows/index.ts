export {
  connectChannel,
  connectChannelWorkflow,
  type Connected,
  type ConnectRequest,
} from "./channel/connect-channel"
export { deleteChannelWorkflow } from "./channel/delete-channel"
export { replaceCredentials } from "./channel/replace-credentials"
export { updateChannelWorkflow, type UpdateChannelInput } from "./channel/update-channel"
export { composeKitWorkflow } from "./kit/compose-kit"
export type { ComposeKitInput } from "./kit/steps/save-kit"
