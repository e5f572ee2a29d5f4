/** English texts of returns: goods that customers send back. */
export const returnsEn = {
  title: 'Returns',
  none: 'Nothing of it came back.',
  ask: 'Return goods',
  askTitle: 'Goods of order {{number}} come back',
  askAbout:
    'Enter what is to come back, of what was shipped. Nothing else is asked back twice: what is on its way back counts, too.',
  askedNow: 'Return {{number}} is asked for.',
  shipped: '{{quantity}} shipped',
  left: '{{quantity}} shipped and not back',
  ofCustomer: 'Nothing was sent back. A return is asked for on the page of an order.',
  receive: 'Receive and inspect',
  receiveTitle: 'Goods of return {{number}} are here',
  receiveAbout: 'Say what came, and how much of it is fit for nothing. The rest is stock again, at the cost it left with.',
  receivedNow: 'Received. What is good is stock again.',
  approved: '{{quantity}} approved',
  received: 'Came',
  scrapped: 'Scrapped',
  wanted: 'Refund or replacement',
} as const
