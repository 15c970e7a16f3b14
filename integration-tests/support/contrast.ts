import type { Locator } from "playwright-core"

export interface FaintText {
  text: string
  ratio: number
}

/** Medusa's own muted text stands at 2.6 on its grounds; what falls below is a colour of the other theme. */
const leastContrast = 2.5

/**
 * Texts of a part of the page whose contrast with what is behind them stays too low (WCAG 2.2, "contrast ratio", which leaves
 * out what is disabled). Colours are painted onto a canvas and read back, because a stylesheet may name them in any colour space.
 */
export const faintTexts = (part: Locator): Promise<FaintText[]> =>
  part.evaluate(async (part, least) => {
    const changing = part.getAnimations({ subtree: true }).filter((one) => one instanceof CSSTransition)
    await Promise.allSettled(changing.map(({ finished }) => finished))

    type Colour = [red: number, green: number, blue: number, alpha: number]
    const canvas = document.createElement("canvas")
    canvas.width = canvas.height = 1
    const brush = canvas.getContext("2d", { willReadFrequently: true })
    if (!brush) throw new Error("no canvas to read colours with")

    const read = (css: string): Colour => {
      brush.clearRect(0, 0, 1, 1)
      brush.fillStyle = css
      brush.fillRect(0, 0, 1, 1)
      const [red = 0, green = 0, blue = 0, alpha = 0] = brush.getImageData(0, 0, 1, 1).data
      return [red, green, blue, alpha / 255]
    }
    const over = (top: Colour, below: Colour): Colour => {
      const mixed = (index: 0 | 1 | 2) => top[index] * top[3] + below[index] * (1 - top[3])
      return [mixed(0), mixed(1), mixed(2), 1]
    }
    const behind = (element: Element | null): Colour => {
      if (!element) return [255, 255, 255, 1]
      const own = read(getComputedStyle(element).backgroundColor)
      return own[3] === 1 ? own : over(own, behind(element.parentElement))
    }
    const luminance = (colour: Colour) => {
      const linear = (value: number) =>
        value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
      return 0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
    }
    const contrast = (element: Element) => {
      const ground = behind(element)
      const ink = over(read(getComputedStyle(element).color), ground)
      const [light = 0, dark = 0] = [luminance(ink), luminance(ground)].sort((a, b) => b - a)
      return (light + 0.05) / (dark + 0.05)
    }

    const faint: { text: string; ratio: number }[] = []
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const text = texts.currentNode.textContent?.trim() ?? ""
      const element = texts.currentNode.parentElement
      if (text === "" || !element?.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
        continue
      if (element.closest(":disabled")) continue
      const ratio = contrast(element)
      if (ratio < least) faint.push({ text, ratio })
    }
    return faint
  }, leastContrast)
