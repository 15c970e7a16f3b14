import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import { requireSoundChannelRules, type ChannelRules, type Given } from "../../../engine/stock/sound-rules"

/** Refuses rules that contradict each other or a listing's own. Reads only. */
export const requireSoundRulesStep = createStep(
  "require-sound-rules",
  async ({ id, ...given }: { id: string } & Given<ChannelRules>, { container }) => {
    const engine = container.resolve<Engine>(ENGINE)
    await requireSoundChannelRules(engine, await engine.channels.retrieveChannel(id), given)
    return new StepResponse(null)
  },
)
